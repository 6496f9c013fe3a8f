// How connections come about: negotiate, redirects, fall-backs, headers, cookies, and what is refused.

import { failure, Inbox, Once, within } from "../kit.js";

export async function activeTransport(kit, { path, options = {} }) {
  const connection = await kit.open(path, options);
  return connection.invoke("GetActiveTransportName");
}

export async function refusedStart(kit, { path, options = {} }) {
  return failure(kit.build(path, options).start());
}

export async function skipNegotiation(kit) {
  const options = { skipNegotiation: true, transport: kit.signalR.HttpTransportType.WebSockets };
  const connection = await kit.open("/testhub", options);
  return { id: connection.connectionId, echo: await connection.invoke("Echo", "straight in") };
}

export async function fallBackFromWebSockets(kit) {
  // Two ways out: an implementation that throws, and a server that turns the upgrade away.
  const Broken = function Broken() { throw new Error("no sockets today"); };
  const connection = await kit.open("/testhub", { WebSocket: Broken });
  return connection.invoke("GetActiveTransportName");
}

export async function followRedirect(kit) {
  const redirecting = `/redirect?numRedirects=0&baseUrl=${encodeURIComponent(kit.base)}`;
  const connection = kit.build(redirecting, {}, kit.quickly);
  const history = kit.history(connection);
  await connection.start();
  const before = { id: connection.connectionId, redirects: await connection.invoke("GetNumRedirects") };
  connection.serverTimeout();
  const [[first], [second, id]] = await history.take(2);
  return {
    history: [first, second],
    newId: id !== before.id,
    sameAsServer: id === (await connection.invoke("GetCallerConnectionId")),
    onwards: (await connection.invoke("GetNumRedirects")) > before.redirects,
  };
}

export async function cookies(kit, { path, names }) {
  const connection = await kit.open(path);
  const values = [];
  for (const name of names) values.push(await connection.invoke("GetCookie", name));
  return values;
}

export async function headers(kit, { options = {}, names }) {
  const connection = await kit.open("/testhub", options);
  const values = [];
  for (const name of names) values.push(await connection.invoke("GetHeader", name));
  return values;
}

export async function rawEcho(kit, { text }) {
  const socket = new kit.library.WebSocket(kit.url("/echo").replace(/^http/, "ws"));
  const closed = new Once("the socket to close");
  const echoed = new Once("the echo");
  socket.onopen = () => socket.send(text);
  socket.onmessage = (event) => { echoed.settle(event.data); socket.close(); };
  socket.onclose = (event) => closed.settle({ code: event.code, clean: event.wasClean });
  return { echo: await echoed, ...(await closed) };
}

export async function rawEvents(kit, { text }) {
  const { connectionToken } = JSON.parse((await kit.ask("/echo/negotiate?negotiateVersion=1", { method: "POST" })).text);
  const source = new kit.library.EventSource(kit.url(`/echo?id=${connectionToken}`));
  const [opened, received] = [new Once("the stream to open"), new Once("an event")];
  source.onopen = () => opened.settle();
  source.onmessage = (event) => received.settle(event.data);
  try {
    await opened;
    await kit.ask(`/echo?id=${connectionToken}`, { method: "POST", body: text });
    return await received;
  } finally {
    source.close();
  }
}

export async function unknownProtocol(kit) {
  const json = new kit.signalR.JsonHubProtocol();
  const stranger = {
    name: "esperanto",
    version: 1,
    transferFormat: json.transferFormat,
    parseMessages: (...input) => json.parseMessages(...input),
    writeMessage: (message) => json.writeMessage(message),
  };
  return failure(kit.build("/testhub", {}, (builder) => builder.withHubProtocol(stranger)).start());
}

export async function pollThroughTimeouts(kit, { polls }) {
  const connection = await kit.open("/briefly-polled");
  const before = await kit.logged("polling", 0);
  await kit.logged("polling", before + polls);
  return connection.invoke("Echo", "still here");
}

export async function redirectedWithToken(kit) {
  const connection = await kit.open("/elsewhere");
  return connection.invoke("WhoAmI");
}

export async function redirectedEcho(kit, { text }) {
  // `POST` and polls follow a 307; the upgrade of a WebSocket does not.
  const negotiated = await kit.ask("/echoredirect/negotiate?negotiateVersion=1", { method: "POST" });
  const { connectionToken } = JSON.parse(negotiated.text);
  const at = `/echoredirect?id=${connectionToken}`;
  const first = await kit.ask(at);
  const sent = await kit.ask(at, { method: "POST", body: text });
  const poll = await kit.ask(at);
  const ended = await kit.ask(at, { method: "DELETE" });
  return [negotiated.status, first.status, sent.status, poll.status, poll.text, ended.status];
}

export async function stopWhilePolling(kit) {
  const polls = [];
  const inner = new kit.signalR.DefaultHttpClient(kit.log);
  class Watching extends kit.signalR.HttpClient {
    send(request) {
      const response = inner.send(request);
      polls.push([request.method, response.then((answer) => answer.statusCode, (error) => error.constructor.name)]);
      return response;
    }
  }
  const options = { httpClient: new Watching(), transport: kit.signalR.HttpTransportType.LongPolling };
  const connection = await kit.open("/testhub", options);
  await connection.invoke("Echo", "");
  await within(connection.stop(), "the stop");
  const answers = await Promise.all(polls.map(async ([method, answer]) => [method, await answer]));
  return { deleted: answers.filter(([method]) => method === "DELETE").map(([, status]) => status), last: answers.filter(([method]) => method === "GET").at(-1)[1] };
}

export async function crossOrigin(kit, { origin, credentials }) {
  // The page comes from 127.0.0.1, the server answers to the name localhost: another site for the browser.
  kit.base = origin;
  const connection = await kit.open("/testhub", { withCredentials: credentials });
  return connection.invoke("Echo", "from elsewhere");
}

export async function inAWorker(kit, { text }) {
  const source = `
    onmessage = async ({ data }) => {
      importScripts(data.base + "/lib/signalr-webworker/signalr.js");
      const connection = new signalR.HubConnectionBuilder().withUrl(data.base + "/testhub").build();
      connection.on("message", (text) => postMessage(text));
      await connection.start();
      await connection.invoke("invokeWithString", data.text);
    };`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const answer = new Once("the worker");
  worker.onmessage = (event) => answer.settle(event.data);
  worker.onerror = (event) => answer.settle(`error: ${event.message}`);
  worker.postMessage({ base: kit.base, text });
  try {
    return await answer;
  } finally {
    worker.terminate();
  }
}

export async function clientTimeout(kit) {
  const connection = await kit.open();
  const ended = kit.ending(connection);
  connection.serverTimeoutInMilliseconds = 1;
  await connection.invoke("Echo", "");
  return ended;
}

export async function stayWithKeepAlive(kit, { count }) {
  // Each message of the server gives the client as much patience as at the beginning: pings do, where nothing is said.
  const connection = await kit.open("/pinging");
  const pings = new Inbox("a ping");
  const reset = connection._resetTimeoutPeriod.bind(connection);
  connection._resetTimeoutPeriod = () => { reset(); pings.put("ping"); };
  const seen = await pings.take(count);
  return { seen, echo: await connection.invoke("Echo", "still here") };
}

export async function silentClientIsDropped(kit) {
  // The client pings once and then never again, so that the server's clock for it runs out.
  const connection = await kit.open("/impatient", {}, (builder) => builder.withKeepAliveInterval(100_000));
  const ended = kit.ending(connection);
  await connection._sendWithProtocol({ type: kit.signalR.MessageType.Ping });
  return ended;
}
