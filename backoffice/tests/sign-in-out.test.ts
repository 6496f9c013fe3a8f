import { ContextProvider } from "@lit/context";
import { LitElement } from "lit";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Problem, Unreachable } from "../src/api/problem.js";
import { Services, servicesContext } from "../src/services.js";
import "../src/shell/sign-in.js";

vi.mock("../src/shell/components.js", () => ({}));

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

describe("signing out", () => {
  function services(status = 200) {
    const paths: string[] = [];
    vi.stubGlobal("fetch", async (path: string) => {
      paths.push(path.split("/").at(-1)!);
      return new Response("", { status });
    });
    const made = new Services();
    made.session.begin({ userKey: "ada", accessToken: "token" });
    return { made, paths };
  }

  it.each([
    [false, "sign-out"],
    [true, "sign-out?everywhere=true"],
  ])("everywhere: %s, ends it only when nothing is lost or its user says so", async (everywhere, path) => {
    const { made, paths } = services();
    let allowed = false;
    made.leaving.watch(() => true);
    made.leaving.ask = async () => allowed;
    await made.signOut(everywhere);
    expect([paths, made.session.user]).toEqual([[], "ada"]);
    allowed = true;
    await made.signOut(everywhere);
    expect([paths, made.session.user]).toEqual([[path], undefined]);
  });

  it("forgets the sign-in here whatever the server says, but not for all the others", async () => {
    const { made } = services(500);
    await expect(made.signOut(true)).rejects.toThrow(Problem);
    expect(made.session.user).toBe("ada");
    await made.signOut();
    expect(made.session.user).toBeUndefined();
  });
});

describe("the door", () => {
  class DoorPage extends LitElement {
    readonly signIn = vi.fn(async (): Promise<void> => undefined);

    constructor() {
      super();
      const services = { signIn: this.signIn } as unknown as Services;
      new ContextProvider(this, { context: servicesContext, initialValue: services });
    }

    override createRenderRoot(): HTMLElement {
      return this;
    }
  }
  customElements.define("test-door-page", DoorPage);

  async function door() {
    const page = document.createElement("test-door-page") as DoorPage;
    const element = document.createElement("cd-sign-in");
    page.append(element);
    document.body.append(page);
    await element.updateComplete;
    const root = element.renderRoot as ShadowRoot;
    root.querySelector<HTMLInputElement>("#email")!.value = "ada@example.org";
    root.querySelector<HTMLInputElement>("#password")!.value = "secret";
    const enter = async (): Promise<string> => {
      root.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
      await new Promise((resolve) => setTimeout(resolve));
      await element.updateComplete;
      return root.querySelector("[role=alert]")!.textContent!.trim();
    };
    return { page, enter };
  }

  it.each([
    [new Problem(401, { detail: "Wrong." }), "E-mail or password is wrong."],
    [new Problem(429, {}), "Too many attempts. Wait a little, then try again."],
    [new Problem(500, { detail: "It broke." }), "Something failed in the server: It broke."],
    [new Problem(502, { title: "Bad Gateway" }), "The server cannot be reached."],
    [new Problem(503, { detail: "The database is away." }), "The server is busy: The database is away."],
    [new Unreachable("POST"), "The server cannot be reached."],
  ])("says of %s what it is", async (error, words) => {
    const { page, enter } = await door();
    page.signIn.mockRejectedValueOnce(error);
    expect(await enter()).toBe(words);
  });

  it("sends what was entered once", async () => {
    const { page, enter } = await door();
    page.signIn.mockReturnValue(new Promise(() => undefined));
    await enter();
    await enter();
    expect(page.signIn).toHaveBeenCalledTimes(1);
  });
});
