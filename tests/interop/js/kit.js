// What every scenario gets: a way to open connections as the case wants them, and to watch them.

const DEADLINE = 60_000;

export function within(promise, what, milliseconds = DEADLINE) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`gave up waiting for ${what}`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export class Once {
  constructor(what) {
    this.what = what;
    this.promise = new Promise((resolve) => { this.settle = resolve; });
  }

  then(done, failed) {
    return within(this.promise, this.what).then(done, failed);
  }
}

// Values in the order of their arrival; `next()` waits for the first that nobody took.
export class Inbox {
  constructor(what) {
    this.what = what;
    this.all = [];
    this.taken = 0;
    this.waiting = [];
  }

  put(value) {
    this.all.push(value);
    this.waiting.shift()?.();
  }

  async next() {
    while (this.taken >= this.all.length) {
      await within(new Promise((resolve) => this.waiting.push(resolve)), this.what);
    }
    return this.all[this.taken++];
  }

  async take(count) {
    const values = [];
    while (values.length < count) values.push(await this.next());
    return values;
  }
}

class Log {
  constructor() { this.lines = []; this.waiting = []; }

  log(level, message) {
    this.lines.push(String(message));
    this.waiting.splice(0).forEach((resolve) => resolve());
  }

  more() { return new Promise((resolve) => this.waiting.push(resolve)); }
}

// Bytes look different in the two protocols and in the two worlds; cases compare them as lists of numbers.
export function plain(value) {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
  if (value instanceof Date) return { instant: value.toISOString() };
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error.message;
  }
  throw new Error("nothing failed, but something should have");
}

export class Kit {
  constructor(library, params) {
    this.signalR = library.signalR;
    this.msgpack = library.msgpack;
    this.library = library;
    this.params = params;
    this.opened = [];
    this.log = new Log();
    this.base = params.http;
  }

  get inNode() { return this.library.name === "node"; }

  protocol() {
    return this.params.protocol === "messagepack"
      ? new this.msgpack.MessagePackHubProtocol()
      : new this.signalR.JsonHubProtocol();
  }

  builder(path = "/testhub", options = {}) {
    const { transport } = this.params;
    const chosen = { logMessageContent: true, ...(transport && { transport: this.signalR.HttpTransportType[transport] }) };
    return new this.signalR.HubConnectionBuilder()
      .configureLogging(this.log)
      .withUrl(this.url(path), { ...chosen, ...options })
      .withHubProtocol(this.protocol());
  }

  url(path) { return path.startsWith("http") ? path : this.base + path; }

  build(path, options, adjust = (builder) => builder) {
    const connection = adjust(this.builder(path, options)).build();
    this.opened.push(connection);
    return connection;
  }

  async open(path, options, adjust) {
    const connection = this.build(path, options, adjust);
    await within(connection.start(), "the connection to start");
    return connection;
  }

  // How the connection ended: the error's text, or null for none.
  ending(connection) {
    const ended = new Once("the connection to end");
    connection.onclose((error) => ended.settle(error ? error.message : null));
    return ended;
  }

  inbox(connection, method) {
    const inbox = new Inbox(`a call of ${method}`);
    connection.on(method, (...values) => inbox.put(values.length === 1 ? values[0] : values));
    return inbox;
  }

  // Everything that automatic reconnect says, as [what, detail].
  history(connection) {
    const history = new Inbox("news of the connection");
    connection.onreconnecting((error) => history.put(["reconnecting", error ? error.message : null]));
    connection.onreconnected((id) => history.put(["reconnected", id ?? null]));
    connection.onclose((error) => history.put(["closed", error ? error.message : null]));
    return history;
  }

  drain(stream) {
    const items = [];
    return within(new Promise((resolve) => stream.subscribe({
      next: (item) => items.push(item),
      complete: () => resolve({ items, error: null }),
      error: (error) => resolve({ items, error: error.message }),
    })), "the stream to end");
  }

  async ask(path, options) {
    const response = await fetch(this.url(path), options);
    return { status: response.status, text: await response.text() };
  }

  // As often as a busy machine may need until the server is there again.
  quickly(builder) {
    return builder.withAutomaticReconnect([0, 50, 100, 200, ...Array(150).fill(400)]);
  }

  // The lines of the client's log that tell of something, once there are so many.
  async logged(what, count) {
    const found = () => this.log.lines.filter((line) => line.includes(what)).length;
    while (found() < count) await within(this.log.more(), `the log to tell of ${what}`);
    return found();
  }

  // A proxy of its own for this scenario, told what to do by its name.
  async proxy() {
    const { port } = JSON.parse((await this.ask(`${this.params.control}/proxies`, { method: "POST" })).text);
    const tell = (order) => this.ask(`${this.params.control}/proxies/${port}/${order}`, { method: "POST" });
    return { url: (path) => `http://127.0.0.1:${port}${path}`, tell };
  }

  async close() {
    await Promise.allSettled(this.opened.map((connection) => within(connection.stop(), "a connection to stop", 5_000)));
  }
}

export async function play(scenarios, library, { name, params }) {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`there is no scenario ${name}`);
  const kit = new Kit(library, params);
  try {
    return plain(await scenario(kit, params)) ?? null;
  } catch (error) {
    throw new Error(`${error.stack}\nlog of the client:\n${kit.log.lines.slice(-40).join("\n")}`);
  } finally {
    await kit.close();
  }
}
