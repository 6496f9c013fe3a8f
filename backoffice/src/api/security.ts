/** Signing in and out, and who one is. */

import type { Client } from "./client.js";
import { Problem } from "./problem.js";
import type { Tokens } from "./session.js";

/** The signed-in user, with the rights that decide what the page shows. */
export interface CurrentUser {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly administrator: boolean;
  readonly sections: readonly string[];
  readonly trees: readonly string[];
}

export function signIn(client: Client, email: string, password: string): Promise<Tokens> {
  return client.send<Tokens>("POST", "/security/sign-in", { body: { email, password }, anonymous: true }).then(dataOf);
}

/** Exchanges a refresh token; `undefined` when the server says that the sign-in is over. */
export async function refresh(client: Client, refreshToken: string): Promise<Tokens | undefined> {
  try {
    const options = { body: { refreshToken }, anonymous: true };
    return (await client.send<Tokens>("POST", "/security/refresh", options)).data;
  } catch (error) {
    if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429) return undefined;
    throw error;
  }
}

export function signOut(client: Client): Promise<void> {
  return client.post("/security/sign-out");
}

export function currentUser(client: Client): Promise<CurrentUser> {
  return client.get("/user/current");
}

function dataOf<T>(answer: { readonly data: T }): T {
  return answer.data;
}
