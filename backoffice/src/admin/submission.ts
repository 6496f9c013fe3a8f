/** Sending a form: what is wrong with which field, and whether somebody else was faster. */

import type { ReactiveController } from "lit";
import { type FieldError, type HandlerMessage, Problem } from "../api/problem.js";
import { said } from "../i18n/said.js";
import type { AppElement } from "../shell/element.js";
import { forget, tell, tellDone, tellMessages, wordsOf } from "../shell/messages.js";

export class Submission implements ReactiveController {
  /** A request is on its way. */
  working = false;
  /** The server refused because what the form shows is not the newest. */
  stale = false;
  /** What was wrong as a whole; what is wrong with fields stands there. */
  refusal: string | undefined;
  #errors: readonly FieldError[] = [];

  constructor(private readonly host: AppElement) {
    host.addController(this);
  }

  hostConnected(): void {
    this.forget();
  }

  /** What is wrong with a field. */
  error(field: string): string | undefined {
    const found = this.#errors.find((error) => error.field === field);
    return found && said(found);
  }

  /** What is wrong with anything in or below a field, such as `properties[2]`. */
  within(field: string): readonly FieldError[] {
    return this.#errors.filter((error) => error.field === field || error.field.startsWith(`${field}.`));
  }

  /** What is wrong with any item of a list, such as `compositions[1]`. */
  starting(list: string): string | undefined {
    const found = this.#errors.filter(({ field }) => field === list || field.startsWith(`${list}[`));
    return found.map(said).join(" ") || undefined;
  }

  get errors(): readonly FieldError[] {
    return this.#errors;
  }

  /** Says what is wrong before the server was asked. */
  reject(errors: readonly FieldError[]): void {
    this.#errors = errors;
    this.host.requestUpdate();
  }

  forget(): void {
    this.#errors = [];
    this.stale = false;
    this.refusal = undefined;
    this.host.requestUpdate();
  }

  /**
   * Does something once; gives what came of it, or `undefined` after a refusal, of which the form tells.
   *
   * @param done what to say when it went well.
   * @param inTheWay what to say when there is something that stands against it (409), instead of the server's words.
   */
  async send<T>(work: () => Promise<T>, done?: string, inTheWay?: string): Promise<T | undefined> {
    if (this.working) return undefined;
    this.forget();
    forget(this.host.services.store);
    this.working = true;
    try {
      const result = await work();
      if (done !== undefined) tellDone(this.host.services.store, done);
      tellMessages(this.host.services.store, messagesOf(result));
      return result;
    } catch (error) {
      this.#refused(error, inTheWay);
      return undefined;
    } finally {
      this.working = false;
      this.host.requestUpdate();
    }
  }

  #refused(error: unknown, inTheWay: string | undefined): void {
    if (!(error instanceof Problem) || error.messages.length > 0) tell(this.host.services.store, error);
    if (!(error instanceof Problem)) return;
    this.stale = error.status === 412;
    this.#errors = error.errors;
    this.refusal =
      this.stale || error.errors.length > 0 || error.messages.length > 0 ? undefined : wordsFor(error, inTheWay);
  }
}

function wordsFor(error: Problem, inTheWay: string | undefined): string {
  return error.status === 409 && inTheWay !== undefined ? inTheWay : wordsOf(error);
}

interface Told {
  readonly messages?: readonly HandlerMessage[];
}

/** What handlers said: in an answer, or in one that comes with its version. */
function messagesOf(result: unknown): readonly HandlerMessage[] {
  const told = result as (Told & { readonly data?: Told }) | null | undefined;
  const messages = told?.messages ?? told?.data?.messages;
  return Array.isArray(messages) ? messages : [];
}
