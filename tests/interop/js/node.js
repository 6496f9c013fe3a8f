// Plays scenarios in Node: one JSON request per line in, one JSON answer per line out.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

import { play } from "./kit.js";
import { scenarios } from "./scenarios/index.js";

const require = createRequire(import.meta.url);
const library = {
  name: "node",
  signalR: require("@microsoft/signalr"),
  msgpack: require("@microsoft/signalr-protocol-msgpack"),
  WebSocket: require("ws"),
  EventSource: require("eventsource"),
};

// A call that nobody waits for any more may still fail; browsers only note it.
process.on("unhandledRejection", (reason) => process.stderr.write(`unhandled: ${reason?.stack ?? reason}\n`));

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = { id: request.id, result: await play(scenarios, library, request) };
  } catch (error) {
    answer = { id: request.id, error: error.message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
