import "@umbraco-ui/uui/themes/light.css";
import "./styles/page.css";
import "./shell/app.js";
