/** Sends requests to the management API: with the sign-in, the name of this tab, and errors as exceptions. */

import { Problem, Unreachable, isPassing } from "./problem.js";
import type { Session } from "./session.js";

export const API = "/umbraco/management/api/v1";

export interface Options {
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** Goes as JSON; a form goes as it is. */
  readonly body?: unknown;
  /** The version that the caller has seen; the server refuses to write over another one. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal;
  /** Sent without the sign-in. */
  readonly anonymous?: boolean;
  /** Answered also when the sign-in is over meanwhile. */
  readonly outliving?: boolean;
}

export interface Answer<T> {
  readonly data: T;
  /** The version of what was answered, where it has one. */
  readonly etag: string | undefined;
}

export class Client {
  /** Called when the server refuses something for want of rights: what the page knows of them may be out of date. */
  refused: () => void = () => undefined;

  /** Called when the server answers again: something succeeds that was asked for after the last failure. */
  back: () => void = () => undefined;

  /** How often the server did not answer, and how many of these are over. */
  #cuts = 0;
  #overcome = 0;

  /**
   * @param session the sign-in that requests show.
   * @param tab the name of this tab, by which it knows its own changes among the live events.
   */
  constructor(
    private readonly session: Session,
    readonly tab: string,
    private readonly fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init),
  ) {}

  async get<T>(path: string, query?: Options["query"]): Promise<T> {
    return (await this.send<T>("GET", path, query ? { query } : {})).data;
  }

  async post<T>(path: string, body?: unknown): Promise<T> {
    return (await this.send<T>("POST", path, { body })).data;
  }

  async put<T>(path: string, body?: unknown): Promise<T> {
    return (await this.send<T>("PUT", path, { body })).data;
  }

  async delete(path: string): Promise<void> {
    await this.send("DELETE", path);
  }

  /** Gives an answer that is no JSON. */
  async text(path: string): Promise<string> {
    return this.#ours({}, () =>
      this.#heeded(async () => {
        const response = await this.#respond("GET", path, {});
        if (!response.ok) throw await Problem.of(response);
        return bodyOf(response);
      }),
    );
  }

  /**
   * Sends one request. A token that has run out is renewed, and the request sent once more. When the sign-in that it
   * showed is over meanwhile, nobody is left to answer to: the promise then stays as it is.
   *
   * @throws Problem when the server refuses, Unreachable when it does not answer.
   */
  async send<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
    return this.#ours(options, () => this.#heeded(async () => answerOf<T>(await this.#respond(method, path, options))));
  }

  async #heeded<T>(work: () => Promise<T>): Promise<T> {
    const cuts = this.#cuts;
    try {
      const answer = await work();
      if (cuts === this.#cuts && cuts > this.#overcome) {
        this.#overcome = cuts;
        this.back();
      }
      return answer;
    } catch (error) {
      if (isPassing(error)) this.#cuts += 1;
      throw error;
    }
  }

  /** Lets no answer of an earlier sign-in reach the page of the next one. */
  #ours<T>({ anonymous, outliving }: Options, work: () => Promise<T>): Promise<T> {
    if (anonymous || outliving) return work();
    const { epoch } = this.session;
    return new Promise((resolve, reject) => {
      const ifOurs =
        <Outcome>(settle: (outcome: Outcome) => void) =>
        (outcome: Outcome): void => {
          if (this.session.epoch === epoch) settle(outcome);
        };
      work().then(ifOurs(resolve), ifOurs(reject));
    });
  }

  async #respond(method: string, path: string, options: Options): Promise<Response> {
    const { epoch } = this.session;
    const shown = options.anonymous ? undefined : (this.session.accessToken ?? (await this.session.renew()));
    if (this.session.epoch !== epoch) throw new Unreachable("signed out");
    const response = await this.#attempt(method, path, options, shown);
    if (this.session.epoch !== epoch) return response;
    if (response.status === 403 && !options.anonymous) this.refused();
    if (response.status !== 401 || shown === undefined) return response;
    const renewed = await this.session.renew(shown);
    if (renewed === undefined || this.session.epoch !== epoch) throw await Problem.of(response);
    return this.#attempt(method, path, options, renewed);
  }

  async #attempt(method: string, path: string, options: Options, token: string | undefined): Promise<Response> {
    try {
      return await this.fetch(API + path + queryOf(options.query), {
        method,
        headers: this.#headers(options, token),
        ...(options.body === undefined ? {} : { body: isForm(options) ? options.body : JSON.stringify(options.body) }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new Unreachable(`${method} ${path}`, { cause: error });
    }
  }

  #headers(options: Options, token: string | undefined): Record<string, string> {
    return {
      Accept: "application/json",
      "Copydesk-Origin": this.tab,
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(options.body === undefined || isForm(options) ? {} : { "Content-Type": "application/json" }),
      ...(options.ifMatch === undefined ? {} : { "If-Match": options.ifMatch }),
    };
  }
}

/** The browser itself says how a form is encoded. */
function isForm(options: Options): options is Options & { readonly body: FormData } {
  return options.body instanceof FormData;
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  if (!response.ok) throw await Problem.of(response);
  const text = await bodyOf(response);
  return { data: (text === "" ? undefined : parsed(text)) as T, etag: response.headers.get("ETag") ?? undefined };
}

/** Whoever breaks off a request themselves hears of that, not of a cut. */
async function bodyOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw error instanceof DOMException && error.name === "AbortError" ? error : new Unreachable("cut off", { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreachable("cut off", { cause: error });
  }
}

function queryOf(query: Options["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return text && `?${text}`;
}
