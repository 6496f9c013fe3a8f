// Tabs of a back office, with the official client as it is: one JSON order per line in, one line per thing that happens out.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const signalR = createRequire(import.meta.url)("@microsoft/signalr");
const tabs = new Map();

const say = (tab, what, value) => process.stdout.write(`${JSON.stringify({ tab, what, value: value ?? null })}\n`);

class Tab {
  constructor({ tab, url, token, cursor, raw, transport, delays }) {
    this.name = tab;
    this.url = url;
    this.token = token;
    this.heard = 0;
    this.cursor = cursor ?? null;
    const options = { ...(transport && { transport: signalR.HttpTransportType[transport] }) };
    if (raw) Object.assign(options, { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets });
    else options.accessTokenFactory = () => { say(tab, "asked"); return this.token; };
    const builder = new signalR.HubConnectionBuilder().configureLogging(signalR.LogLevel.None).withUrl(this.address(), options);
    if (delays) builder.withAutomaticReconnect(...(delays === "stock" ? [] : [delays]));
    this.connection = builder.build();
    this.connection.on("notify", (event) => { this.heard += 1; this.cursor = event.position; say(tab, "notify", event); });
    this.connection.on("reset", (reset) => { this.cursor = reset.position; say(tab, "reset", reset); });
    this.connection.onreconnecting(() => { this.connection.baseUrl = this.address(); say(tab, "reconnecting"); });
    this.connection.onreconnected(() => say(tab, "reconnected"));
    this.connection.onclose((error) => say(tab, "closed", error?.message));
  }

  // Where it goes on: the client lets its address be changed while it comes back.
  address() {
    const url = new URL(this.url);
    if (this.cursor) url.searchParams.set("cursor", this.cursor);
    return url.href;
  }

  async start() {
    await this.connection.start();
    this.cursor ??= await this.connection.invoke("Cursor");
    say(this.name, "live", this.cursor);
  }
}

async function write({ tab, url, body }) {
  const { token } = tabs.get(tab);
  const headers = { Authorization: `Bearer ${token}`, "Copydesk-Origin": tab, "Content-Type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  await new Promise(setImmediate); // What arrived together with the answer is read in the same turn, in any order.
  say(tab, "answered", { status: answer.status, heard: tabs.get(tab).heard });
}

const orders = {
  write,
  open: async (order) => { const tab = new Tab(order); tabs.set(order.tab, tab); await tab.start(); },
  token: ({ tab, token }) => { tabs.get(tab).token = token; },
  close: ({ tab }) => tabs.get(tab).connection.stop(),
  resume: ({ tab, cursor }) => tabs.get(tab).connection.invoke("Resume", cursor),
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  Promise.resolve(orders[order.order](order)).catch((error) => say(order.tab, "failed", error.message));
}
process.exit(0);
