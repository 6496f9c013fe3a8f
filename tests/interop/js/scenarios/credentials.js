// Tokens: where they travel, when they are asked for again, and what happens when they end.

import { failure } from "../kit.js";

async function token(kit, query = "") {
  return (await kit.ask(`/generateJwtToken${query}`)).text;
}

export async function withToken(kit, { asynchronous }) {
  const ready = await token(kit);
  const accessTokenFactory = asynchronous ? () => token(kit) : () => ready;
  const connection = await kit.open("/authorizedhub", { accessTokenFactory });
  const ended = kit.ending(connection);
  const echo = await connection.invoke("Echo", "你好 wörld 🦊");
  await connection.stop();
  return { echo, ended: await ended };
}

export async function withoutToken(kit) {
  return failure(kit.build("/authorizedhub").start());
}

export async function withBadToken(kit) {
  return failure(kit.build("/authorizedhub", { accessTokenFactory: () => "nonsense" }).start());
}

export async function useAfterTheTokenEnded(kit) {
  const user = `ada-${Math.random()}`;
  const connection = await kit.open("/members", { accessTokenFactory: () => token(kit, `?user=${user}&seconds=60`) });
  await kit.ask(`${kit.params.control}/end-tokens?user=${user}`, { method: "POST" });
  return connection.invoke("WhoAmI").catch((error) => error.message);
}

export async function whoAmI(kit, { user }) {
  const connection = await kit.open("/members", { accessTokenFactory: () => token(kit, `?user=${user}&seconds=60`) });
  return { me: await connection.invoke("WhoAmI"), isAdmin: await connection.invoke("OnlyAdmins").catch((error) => error.message) };
}

export async function tokenExpires(kit, { seconds }) {
  // The server ends the connection at the token's end, and the client comes back with a new one.
  let lifetime = seconds;
  const accessTokenFactory = () => token(kit, `?user=ada&seconds=${lifetime}`);
  const open = () => kit.open("/expiring", { accessTokenFactory }, kit.quickly);
  let connection;
  while (!connection) { // On a busy machine a short token may have ended before the connection is there.
    connection = await open().catch((error) => { if (lifetime > 20) throw error; });
    if (!connection) lifetime *= 2;
  }
  const history = kit.history(connection);
  lifetime = 60;
  const events = await history.take(2);
  return { history: events.map(([what]) => what), me: await connection.invoke("WhoAmI") };
}

export async function messageToAUser(kit) {
  const open = (user) => kit.open("/members", { accessTokenFactory: () => token(kit, `?user=${user}&seconds=60`) });
  const [first, second, other] = await Promise.all([open("ada*"), open("ada*"), open("adam")]);
  const inboxes = [first, second, other].map((connection) => kit.inbox(connection, "Said"));
  await other.invoke("Tell", "ada*", "both of you");
  await other.invoke("Tell", "adam", "only me");
  return Promise.all(inboxes.map((inbox) => inbox.next()));
}
