/** What the server answers instead of a success (RFC 9457), and what happens when it does not answer at all. */

export interface FieldError {
  /** The path of the field, such as `values.title`. */
  readonly field: string;
  readonly message: string;
  /** Which sentence the message is, and what it names; missing where a site's own code speaks. */
  readonly code?: string | undefined;
  readonly parameters?: Parameters | undefined;
}

/** A fault with what people call its field, where this page knows that. */
export interface NamedFault extends FieldError {
  readonly label?: string;
}

export type Parameters = Readonly<Record<string, string | number>>;

/** What a handler of the server said about the request: who speaks, and how serious it is. */
export interface HandlerMessage {
  readonly category: string;
  readonly message: string;
  readonly type: string;
  readonly code?: string | undefined;
  readonly parameters?: Parameters | undefined;
}

interface ProblemBody {
  readonly title?: string;
  readonly detail?: string;
  readonly operationStatus?: string;
  readonly parameters?: Parameters;
  readonly errors?: readonly NamedFault[];
  readonly messages?: readonly HandlerMessage[];
}

/** The server refused. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly title: string;
  readonly detail: string;
  /** Which sentence the detail is, and what it names. */
  readonly code: string | undefined;
  readonly parameters: Parameters;
  readonly errors: readonly NamedFault[];
  readonly messages: readonly HandlerMessage[];

  constructor(
    readonly status: number,
    readonly body: ProblemBody & Readonly<Record<string, unknown>>,
  ) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.title = body.title ?? `HTTP ${status}`;
    this.detail = body.detail ?? "";
    this.code = body.operationStatus;
    this.parameters = body.parameters ?? {};
    this.errors = body.errors ?? [];
    this.messages = body.messages ?? [];
  }

  /** Reads the refusal from an answer, whatever its body is. */
  static async of(response: Response): Promise<Problem> {
    const body: unknown = await response.json().catch(() => ({ title: response.statusText }));
    return new Problem(response.status, body !== null && typeof body === "object" ? { ...body } : {});
  }
}

/** The server could not be reached, or its answer was cut off. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** Statuses of a proxy, or of a server that is starting. */
const PASSING = new Set([502, 503, 504]);

/** Whether what failed may well succeed a little later, as it is. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Problem && PASSING.has(error.status));
}
