// Streams of items, down, up and both.

import { failure, Once, within } from "../kit.js";

export async function streamDown(kit, { path, method, args = [] }) {
  const connection = await kit.open(path);
  const outcome = await kit.drain(connection.stream(method, ...args));
  return { ...outcome, alive: await connection.invoke("Echo", "still here") };
}

export async function streamDownAndCancel(kit) {
  const connection = await kit.open();
  const cancelled = kit.inbox(connection, "StreamCanceled");
  const outcome = new Once("nothing");
  connection.stream("InfiniteStream").subscribe({
    next: () => {}, complete: () => {}, error: (error) => outcome.settle(error.message),
  }).dispose();
  await cancelled.next();
  return connection.invoke("Echo", "still here");
}

export async function cancelAfterItems(kit, { count }) {
  const connection = await kit.open("/interop");
  const stopped = kit.inbox(connection, "Said");
  const seen = [];
  const enough = new Once("enough items");
  const subscription = connection.stream("CountForEver").subscribe({
    next: (item) => { seen.push(item); if (seen.length === count) enough.settle(); },
    complete: () => {}, error: () => {},
  });
  await enough;
  subscription.dispose();
  return { seen: seen.slice(0, count), stopped: await stopped.next() };
}

export async function streamUp(kit, { items, error }) {
  const connection = await kit.open();
  const subject = new kit.signalR.Subject();
  const result = connection.invoke("StreamingConcat", subject);
  for (const item of items) subject.next(item);
  if (error) {
    subject.error(new Error(error));
    return { error: await failure(result) };
  }
  subject.complete();
  return { result: await within(result, "the result") };
}

export async function streamUpWithSend(kit, { items }) {
  const connection = await kit.open("/interop");
  const said = kit.inbox(connection, "Said");
  const subject = new kit.signalR.Subject();
  await connection.send("Collect", subject);
  for (const item of items) subject.next(item);
  subject.complete();
  return said.next();
}

export async function streamBothWays(kit, { items, factor }) {
  const connection = await kit.open("/interop");
  const subject = new kit.signalR.Subject();
  const outcome = kit.drain(connection.stream("Scale", factor, subject));
  for (const item of items) subject.next(item);
  subject.complete();
  return outcome;
}

export async function twoStreamsUp(kit, { left, right }) {
  const connection = await kit.open("/interop");
  const [first, second] = [new kit.signalR.Subject(), new kit.signalR.Subject()];
  const result = connection.invoke("Zip", first, "-", second);
  left.forEach((item) => first.next(item));
  right.forEach((item) => second.next(item));
  first.complete();
  second.complete();
  return within(result, "the result");
}

export async function wrongItem(kit) {
  const connection = await kit.open("/interop");
  const subject = new kit.signalR.Subject();
  const outcome = kit.drain(connection.stream("Scale", 2, subject));
  subject.next("not a number");
  return { ...(await outcome), alive: await connection.invoke("Echo", "still here") };
}

export async function manyItemsUp(kit, { count }) {
  const connection = await kit.open();
  const subject = new kit.signalR.Subject();
  const result = connection.invoke("StreamingConcat", subject);
  for (let number = 0; number < count; number += 1) subject.next(`${number},`);
  subject.complete();
  return (await within(result, "the result")).length;
}

export async function manyItemsDown(kit, { count }) {
  const connection = await kit.open("/interop");
  const { items, error } = await kit.drain(connection.stream("CountTo", count));
  return { count: items.length, ordered: items.every((item, index) => item === index), error };
}

export async function callsDuringAStream(kit) {
  const connection = await kit.open();
  const endless = connection.stream("InfiniteStream").subscribe({ next() {}, complete() {}, error() {} });
  const echoed = await connection.invoke("Echo", "in between");
  endless.dispose();
  return echoed;
}
