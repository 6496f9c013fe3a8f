import * as calls from "./calls.js";
import * as streams from "./streams.js";
import * as transports from "./transports.js";
import * as reconnecting from "./reconnecting.js";
import * as credentials from "./credentials.js";

export const scenarios = { ...calls, ...streams, ...transports, ...reconnecting, ...credentials };
