// Calls in both directions, with results, errors and every kind of value.

import { failure, Once, plain, within } from "../kit.js";

export async function invoke(kit, { path, method, args = [] }) {
  const connection = await kit.open(path);
  const result = await connection.invoke(method, ...args);
  const ended = kit.ending(connection);
  await connection.stop();
  return { result, ended: await ended };
}

export async function invokeAndFail(kit, { path, method, args = [] }) {
  const connection = await kit.open(path);
  const error = await failure(connection.invoke(method, ...args));
  return { error, alive: await connection.invoke("Echo", "still here") };
}

export async function send(kit, { method, args = [] }) {
  const connection = await kit.open();
  await connection.send(method, ...args);
  const ended = kit.ending(connection);
  await connection.stop();
  return ended;
}

export async function sendInOrder(kit, { count }) {
  const connection = await kit.open();
  const messages = kit.inbox(connection, "message");
  for (let number = 0; number < count; number += 1) connection.send("InvokeWithString", String(number));
  return messages.take(count);
}

export async function invokeManyAtOnce(kit, { count }) {
  const connection = await kit.open();
  return Promise.all(Array.from({ length: count }, (_, number) => connection.invoke("Echo", String(number))));
}

export async function receiveObject(kit, { object }) {
  const connection = await kit.open();
  const objects = kit.inbox(connection, "CustomObject");
  await connection.send("SendCustomObject", object);
  return objects.next();
}

export async function receiveCall(kit, { handler, text }) {
  const connection = await kit.open();
  const messages = kit.inbox(connection, handler);
  await connection.invoke("InvokeWithString", text);
  return messages.next();
}

function revived(value) {
  if (value?.bytes) return new Uint8Array(value.bytes);
  if (value?.instant) return new Date(value.instant);
  return value;
}

export async function echoComplex(kit, { object }) {
  const connection = await kit.open();
  const sent = Object.fromEntries(Object.entries(object).map(([key, value]) => [key, revived(value)]));
  return connection.invoke("EchoComplexObject", sent);
}

export async function stopAndStartAgain(kit, { text }) {
  const connection = kit.build();
  const messages = kit.inbox(connection, "message");
  const ids = [];
  for (let round = 0; round < 2; round += 1) {
    await connection.start();
    ids.push(connection.connectionId);
    await connection.invoke("InvokeWithString", text);
    await messages.next();
    await connection.stop();
  }
  return { messages: messages.all, sameId: ids[0] === ids[1], idAfterStop: connection.connectionId };
}

export async function startAgainFromClose(kit, { text }) {
  const connection = kit.build();
  const results = [];
  const done = new Once("the second end");
  connection.onclose(async () => {
    if (results.length > 1) return done.settle();
    await connection.start();
    results.push(await connection.invoke("Echo", text));
    await connection.stop();
  });
  await connection.start();
  results.push(await connection.invoke("Echo", text));
  await connection.stop();
  await done;
  return results;
}

export async function clientResult(kit, { answer }) {
  const connection = kit.build();
  if (answer?.value !== undefined) connection.on("Result", () => answer.value);
  if (answer?.late !== undefined) connection.on("Result", async () => plain(answer.late));
  if (answer?.error) connection.on("Result", () => { throw new Error(answer.error); });
  await connection.start();
  return (await kit.ask(`/clientresult/${connection.connectionId}`)).text;
}

export async function clientResultOfNobody(kit) {
  return (await kit.ask("/clientresult/nobody-has-this-id")).text;
}

export async function clientResultInsideCall(kit, { value }) {
  const connection = kit.build("/interop");
  connection.on("Double", (number) => number * 2);
  await connection.start();
  return connection.invoke("AskCaller", value);
}

export async function clientResultWhenGone(kit) {
  const connection = kit.build();
  const asked = new Once("the question");
  connection.on("Result", () => {
    asked.settle();
    return new Promise(() => {});
  });
  await connection.start();
  const response = kit.ask(`/clientresult/${connection.connectionId}`);
  await asked;
  const id = connection.connectionId;
  await connection.stop();
  return (await within(response, "the answer")).text.replace(id, "<id>");
}

export async function ids(kit) {
  const connection = kit.build();
  const before = connection.connectionId;
  await connection.start();
  const client = connection.connectionId;
  const server = await connection.invoke("GetCallerConnectionId");
  await connection.stop();
  return { before, same: client === server, length: server.length, after: connection.connectionId };
}

export async function groups(kit) {
  const [ada, bob, eve] = await Promise.all([kit.open("/interop"), kit.open("/interop"), kit.open("/interop")]);
  const heard = Object.fromEntries(Object.entries({ ada, bob, eve }).map(([name, each]) => [name, kit.inbox(each, "Said")]));
  await ada.invoke("Join", "münchen *");
  await bob.invoke("Join", "münchen *");
  await eve.invoke("Join", "münchen x");
  await ada.invoke("SayToGroup", "münchen *", "hello");
  await bob.invoke("SayToOthersInGroup", "münchen *", "from bob");
  await bob.invoke("Leave", "münchen *");
  await ada.invoke("SayToGroup", "münchen *", "bob is gone");
  const last = await Promise.all([ada, bob, eve].map((each) => each.invoke("SayToCaller", "the end")));
  for (const inbox of Object.values(heard)) while ((await inbox.next()) !== "the end");
  return { last, ...Object.fromEntries(Object.entries(heard).map(([name, inbox]) => [name, inbox.all])) };
}

export async function othersAndAll(kit) {
  const [one, two] = await Promise.all([kit.open("/interop"), kit.open("/interop")]);
  const first = kit.inbox(one, "Said");
  const second = kit.inbox(two, "Said");
  const tag = Math.random().toString(36);
  await one.invoke("SayToOthers", `others ${tag}`);
  await one.invoke("SayToAll", `all ${tag}`);
  const until = async (inbox) => {
    const mine = [];
    while (mine.at(-1) !== "all") {
      const [word, from] = String(await inbox.next()).split(" ");
      if (from === tag) mine.push(word);
    }
    return mine;
  };
  return { one: await until(first), two: await until(second) };
}

export async function cancelInvocation(kit) {
  // The official client has no call for it yet; the message itself is what the server must understand.
  const connection = await kit.open("/interop");
  const events = kit.inbox(connection, "Said");
  const result = connection.invoke("WaitForCancel");
  await events.next();
  const [id] = Object.keys(connection._callbacks).slice(-1);
  await connection._sendWithProtocol({ type: kit.signalR.MessageType.CancelInvocation, invocationId: id });
  return { result: await within(result, "the result"), said: events.all };
}
