// What happens when connections end or break: close hints, limits, automatic and stateful reconnect.

import { failure, Inbox, Once, within } from "../kit.js";

export async function cutAndComeBack(kit, { text }) {
  const proxy = await kit.proxy();
  const connection = await kit.open(proxy.url("/testhub"), {}, kit.quickly);
  const history = kit.history(connection);
  const id = connection.connectionId;
  await proxy.tell("refuse"); // A browser would repeat a poll by itself, and notice nothing.
  await proxy.tell("cut");
  const [first] = await history.next();
  await proxy.tell("accept");
  const [second, newId] = await history.next();
  const ended = kit.ending(connection);
  const echo = await connection.invoke("Echo", text);
  await connection.stop();
  return { history: [first, second], newId: newId !== id && newId === newId.trim(), echo, ended: await ended };
}

export async function serverTimeoutAndComeBack(kit) {
  const connection = await kit.open("/testhub", {}, kit.quickly);
  const history = kit.history(connection);
  const id = connection.connectionId;
  connection.serverTimeout();
  const [[first], [second, newId]] = await history.take(2);
  return { history: [first, second], newId: newId !== id, echo: await connection.invoke("Echo", "back") };
}

export async function comeBackWithoutNegotiation(kit) {
  const options = { skipNegotiation: true, transport: kit.signalR.HttpTransportType.WebSockets };
  const connection = await kit.open("/testhub", options, kit.quickly);
  const history = kit.history(connection);
  connection.serverTimeout();
  const events = await history.take(2);
  return { id: events[1][1], echo: await connection.invoke("Echo", "back") };
}

export async function changeUrlWhileComingBack(kit) {
  const connection = await kit.open("/testhub", {}, kit.quickly);
  const reconnected = new Once("the reconnect");
  connection.onreconnecting(() => { connection.baseUrl = kit.url("/testhub-nowebsockets"); });
  connection.onreconnected(() => reconnected.settle());
  connection.serverTimeout();
  await reconnected;
  return connection.baseUrl.endsWith("/testhub-nowebsockets");
}

export async function stallUntilTheClientGivesUp(kit) {
  const proxy = await kit.proxy();
  const connection = await kit.open(proxy.url("/pinging"), {}, kit.quickly);
  const history = kit.history(connection);
  const patience = connection.serverTimeoutInMilliseconds;
  await proxy.tell("stall");
  connection.serverTimeoutInMilliseconds = 300; // Not before: a busy server may be silent for a while.
  connection._resetTimeoutPeriod();
  const [first, error] = await history.next();
  connection.serverTimeoutInMilliseconds = patience;
  await proxy.tell("cut");
  await proxy.tell("resume");
  const [second] = await history.next();
  return { history: [first, second], error, echo: await connection.invoke("Echo", "back") };
}

export async function halfClosedByTheServerSide(kit) {
  const proxy = await kit.proxy();
  const connection = await kit.open(proxy.url("/testhub"), {}, kit.quickly);
  const history = kit.history(connection);
  await proxy.tell("half-close");
  const [[first], [second]] = await history.take(2);
  return { history: [first, second], echo: await connection.invoke("Echo", "back") };
}

export async function stayAway(kit) {
  const proxy = await kit.proxy();
  const connection = await kit.open(proxy.url("/testhub"), {}, (builder) => builder.withAutomaticReconnect([0, 20, 20]));
  const history = kit.history(connection);
  await proxy.tell("refuse");
  await proxy.tell("cut");
  const events = await history.take(2);
  return events.map(([what]) => what);
}

export async function serverEnds(kit, { path = "/interop", method, args = [], events }) {
  const connection = await kit.open(path, {}, kit.quickly);
  const history = kit.history(connection);
  connection.send(method, ...args).catch(() => {});
  const seen = await history.take(events);
  return { history: seen.map(([what]) => what), error: seen[0][1] };
}

export async function endedFromOutside(kit, { reconnects, reason }) {
  const connection = await kit.open("/interop", {}, kit.quickly);
  const history = kit.history(connection);
  const query = new URLSearchParams({ id: connection.connectionId, reconnects, reason });
  await kit.ask(`${kit.params.control}/disconnect?${query}`, { method: "POST" });
  const seen = await history.take(reconnects ? 2 : 1);
  return { history: seen.map(([what]) => what), error: seen[0][1] };
}

export async function serverRestarts(kit) {
  const connection = await kit.open("/restarting", {}, kit.quickly);
  const history = kit.history(connection);
  await kit.ask(`${kit.params.control}/restart`, { method: "POST" });
  const seen = await history.take(2);
  return { history: seen.map(([what]) => what), error: seen[0][1], echo: await connection.invoke("Echo", "back") };
}

export async function oneStalledListener(kit, { count, size }) {
  const proxy = await kit.proxy();
  const speaker = await kit.open("/crowd");
  const listener = await kit.open("/crowd");
  const stalled = await kit.open(proxy.url("/crowd"));
  const ended = kit.ending(stalled);
  const heard = kit.inbox(listener, "Said");
  await proxy.tell("stall");
  const texts = [];
  while (texts.length < count) { // One after the other, so that who reads slowly on a busy machine is not let go, too.
    await speaker.invoke("Broadcast", size, 1);
    texts.push(await heard.next());
  }
  await proxy.tell("resume");
  await ended;
  return { heard: texts.filter((text) => text.length === size).length, echo: await listener.invoke("Echo", "fine") };
}

export async function endWhileConnecting(kit, { path }) {
  const connection = kit.build(path, {}, kit.quickly);
  const ended = kit.ending(connection);
  const start = connection.start().then(() => null, (error) => error.message);
  const refused = await start;
  return refused ?? ended;
}

export async function invokeWhenServerEnds(kit) {
  const connection = await kit.open("/interop");
  return failure(connection.invoke("AbortMe"));
}

export async function largeMessages(kit, { path, size }) {
  const connection = await kit.open(path);
  const text = "x".repeat(size);
  return (await connection.invoke("Echo", text)) === text;
}

export async function tooLargeMessage(kit, { size, reconnects = false }) {
  const connection = await kit.open("/testhub", {}, reconnects ? kit.quickly : undefined);
  const history = kit.history(connection);
  const call = connection.invoke("Echo", "x".repeat(size)).then(() => "answered", (error) => error.message);
  const events = await history.take(reconnects ? 2 : 1);
  return { history: events.map(([what]) => what), error: events[0][1], call: await within(call, "the call") };
}

// ---- stateful reconnect

function stateful(kit, proxy, path = "/stateful") {
  const transport = kit.signalR.HttpTransportType.WebSockets;
  return kit.open(proxy.url(path), { transport }, (builder) => kit.quickly(builder).withStatefulReconnect());
}

export async function keepEverythingOverACut(kit, { cuts, perCut }) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  const history = kit.history(connection);
  const counted = kit.inbox(connection, "Counted");
  const id = connection.connectionId;
  const echoes = [];
  const echo = () => echoes.push(connection.invoke("EchoAndCount", String(echoes.length)));
  for (let round = 0; round < cuts; round += 1) {
    for (let each = 0; each < perCut; each += 1) echo();
    await proxy.tell("cut");
    for (let each = 0; each < perCut; each += 1) echo();
    await within(Promise.all(echoes), "the echoes");
  }
  const results = await Promise.all(echoes);
  return {
    history: history.all,
    sameId: connection.connectionId === id && (await connection.invoke("GetCallerConnectionId")) === id,
    echoes: results.every((value, index) => value === String(index)),
    counted: counted.all.every((value, index) => value === index + 1) && counted.all.length,
    items: await connection.invoke("GetItems"),
  };
}

export async function streamOverACut(kit, { count }) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  const half = new Once("half of the stream");
  const items = [];
  const outcome = within(new Promise((resolve) => connection.stream("CountSlowlyTo", count).subscribe({
    next: (item) => { items.push(item); if (items.length === Math.floor(count / 2)) half.settle(); },
    complete: () => resolve(null),
    error: (error) => resolve(error.message),
  })), "the stream to end");
  await half;
  await proxy.tell("cut");
  const error = await outcome;
  return { error, ordered: items.every((item, index) => item === index), count: items.length };
}

export async function uploadOverACut(kit, { items }) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  const subject = new kit.signalR.Subject();
  const result = connection.invoke("StreamingConcat", subject);
  items.forEach((item, index) => {
    if (index === Math.floor(items.length / 2)) proxy.tell("cut");
    subject.next(item);
  });
  subject.complete();
  return within(result, "the result");
}

export async function groupsOverACut(kit) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  const said = kit.inbox(connection, "Said");
  await connection.invoke("Join", "kept");
  await proxy.tell("cut");
  await connection.invoke("SayToGroup", "kept", "still a member");
  return said.next();
}

export async function clientResultOverACut(kit) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  connection.on("Double", async (number) => {
    await proxy.tell("cut");
    return number * 2;
  });
  return within(connection.invoke("AskCaller", 21), "the answer");
}

export async function stallThenCut(kit) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  const history = kit.history(connection);
  await proxy.tell("stall");
  const echoes = ["a", "b", "c"].map((text) => connection.invoke("Echo", text));
  await proxy.tell("cut");
  await proxy.tell("resume");
  return { echoes: await within(Promise.all(echoes), "the echoes"), history: history.all };
}

export async function halfCloseStateful(kit) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  const history = kit.history(connection);
  const id = connection.connectionId;
  await proxy.tell("half-close");
  const echo = await within(connection.invoke("Echo", "over the second socket"), "the echo");
  return { echo, sameId: connection.connectionId === id, history: history.all };
}

export async function fallBackToANewConnection(kit) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  const history = kit.history(connection);
  const id = connection.connectionId;
  await proxy.tell("refuse");
  await proxy.tell("cut");
  const [first] = await history.next();
  await proxy.tell("accept");
  const [second, newId] = await history.next();
  return { history: [first, second], newId: newId !== id, echo: await connection.invoke("Echo", "anew") };
}

export async function serverAbortsStateful(kit) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  const history = kit.history(connection);
  connection.send("AbortMe").catch(() => {});
  const [what] = await history.next();
  return what;
}

export async function statefulNotOffered(kit) {
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy, "/testhub");
  const history = kit.history(connection);
  const id = connection.connectionId;
  await proxy.tell("cut");
  const [[first], [second, newId]] = await history.take(2);
  return { history: [first, second], newId: newId !== id };
}

export async function acknowledged(kit, { count, size }) {
  // More than the server keeps: it goes on only because the client acknowledges.
  const proxy = await kit.proxy();
  const connection = await stateful(kit, proxy);
  const text = "x".repeat(size);
  const received = new Inbox("a message");
  connection.on("Said", (value) => received.put(value.length));
  const call = connection.invoke("SayManyTimes", text, count);
  const sizes = await received.take(count);
  await within(call, "the call");
  return sizes.every((each) => each === size);
}
