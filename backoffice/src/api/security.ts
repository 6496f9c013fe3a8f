/** Signing in and out, and who one is. */

import type { Client } from "./client.js";
import { Verb } from "./model.js";
import { Problem } from "./problem.js";
import type { SignedIn } from "./session.js";

/** The signed-in user, with the rights that decide what the page shows. */
export interface CurrentUser {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly isAdministrator: boolean;
  readonly sections: readonly string[];
  readonly trees: readonly string[];
  /** What the user may do to documents, where no single one says otherwise. */
  readonly verbs: readonly string[];
  readonly hasDocumentRootAccess: boolean;
}

/** Whether somebody may make and change blueprints, which every editor then begins from. */
export function mayMakeBlueprints({ trees, verbs }: CurrentUser): boolean {
  return trees.includes("documents") && verbs.includes(Verb.CreateBlueprint);
}

/** Signs in; what the sign-in is continued with goes into a cookie. */
export async function signIn(client: Client, email: string, password: string): Promise<SignedIn> {
  const body = { email, password, cookie: true };
  return (await client.send<SignedIn>("POST", "/security/sign-in", { body, anonymous: true })).data;
}

/** Continues a sign-in; `undefined` when the server says that it is over. */
export async function refresh(client: Client): Promise<SignedIn | undefined> {
  try {
    const options = { body: { cookie: true }, anonymous: true };
    return (await client.send<SignedIn>("POST", "/security/refresh", options)).data;
  } catch (error) {
    if (error instanceof Problem && (error.status === 401 || error.status === 403)) return undefined;
    throw error;
  }
}

/** Ends the sign-in of this browser, or all of the user's. */
export async function signOut(client: Client, everywhere = false): Promise<void> {
  await client.send("POST", "/security/sign-out", { outliving: true, ...(everywhere ? { query: { everywhere } } : {}) });
}

export function currentUser(client: Client): Promise<CurrentUser> {
  return client.get("/user/current");
}
