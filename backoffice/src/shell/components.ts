/** The elements of the design system that the first view needs; sections bring their own. */

import "@umbraco-ui/uui/components/button/button.js";
import "@umbraco-ui/uui/components/icon/icon.js";
