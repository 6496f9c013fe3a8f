import { getSchema } from "@tiptap/core";
import { describe, expect, it } from "vitest";
import { addressOf, documentAddress, documentIn } from "../src/editor/inputs/rich/address.js";
import { EXTENSIONS } from "../src/editor/inputs/rich/extensions.js";
import { lostParts, readHtml, writeHtml } from "../src/editor/inputs/rich/html.js";
import { cleaned } from "../src/editor/inputs/rich/word-paste.js";

const schema = getSchema(EXTENSIONS);
const through = (html: string): string => writeHtml(readHtml(schema, html));

/** The same with the attributes of each element in the order of their names, which means nothing. */
function sorted(html: string): string {
  return html.replace(/<(\w+)((?: [\w-]+="[^"]*")+)>/g, (_, name: string, attributes: string) => {
    return `<${[name, ...attributes.match(/[\w-]+="[^"]*"/g)!.sort()].join(" ")}>`;
  });
}

describe("rich text", () => {
  it.each([
    `<p>Plain, <strong>strong</strong>, <em>soft</em>, <u>under</u> and <s>away</s>.</p>`,
    `<p>H<sub>2</sub>O and m<sup>2</sup></p>`,
    `<h1>One</h1><h2 id="two">Two</h2><h4 id="four">Four</h4><h6 lang="de" dir="ltr">Sechs</h6>`,
    `<p><img src="/media/ferry.jpg" alt="The ferry" width="320" height="200" loading="lazy"></p>`,
    `<img src="https://elsewhere.example/a.png" alt="A">`,
    `<figure class="wide"><img src="/a.png" alt="A"><figcaption>What it shows</figcaption></figure>`,
    `<dl><dt>Quay</dt><dd>Where ships lie</dd><dt>Ferry</dt><dd><p>One.</p><p>Two.</p></dd></dl>`,
    `<ul><li>One<ul><li>Within</li></ul></li><li><p>Two</p><p>Three</p></li></ul>`,
    `<ol start="3" type="a"><li value="7">Seven</li></ol>`,
    `<blockquote cite="https://example.org/"><p>Said</p></blockquote><hr>`,
    `<pre><code class="language-python">if x:\n    y()</code></pre>`,
    `<p>A<br>B &amp; C&nbsp;D &lt;e&gt;</p>`,
    `<table><tbody><tr><td>One</td><td>Two</td></tr></tbody></table>`,
    `<table class="times"><caption>Times</caption><colgroup><col width="30"><col></colgroup>` +
      `<thead><tr><th scope="col">Out</th><th scope="col">Back</th></tr></thead>` +
      `<tbody><tr><td colspan="2"><p>One</p><p>Two</p></td></tr><tr><td>8:00</td><td>9:00</td></tr></tbody>` +
      `<tfoot><tr><td>a</td><td>b</td></tr></tfoot></table>`,
    `<div class="box" data-kind="note"><p>In a box</p><div>Bare</div></div>`,
    `<section id="s"><h2>Head</h2><p>Text</p></section>`,
    `<details open=""><summary>More</summary><p>Hidden</p></details>`,
    `<p><abbr title="World Health Organization">WHO</abbr>, <mark>seen</mark>, <small>little</small>, <q>so</q>, <kbd>Ctrl</kbd></p>`,
    `<p><span lang="fr" class="x">Bonjour</span> <time datetime="2030-01-02">then</time></p>`,
    `<p><a href="https://example.org/" target="_blank" rel="noopener" hreflang="de">There</a>, <a href="/{localLink:0b0f}">here</a></p>`,
    `<p><strong><code>bold code</code></strong></p>`,
    `<p class="lead" align="center">Lead</p>`,
    `<p>مرحبا بالعالم</p>`,
  ])("keeps %s as it is", (html) => {
    const written = through(html);
    expect(lostParts(html, written)).toEqual([]);
    expect(sorted(written)).toBe(sorted(html));
    expect(through(written)).toBe(written);
  });

  it("keeps structure that it writes in another way", () => {
    expect(through(`<b>One</b> <i>two</i>`)).toBe("<p><strong>One</strong> <em>two</em></p>");
    expect(lostParts(`<b>One</b> <i>two</i>`, through(`<b>One</b> <i>two</i>`))).toEqual([]);
  });

  it.each([
    [`<p>Film <object data="/film.mp4"></object></p>`, ["object"]],
    [`<p>A</p><video src="/a.mp4" controls></video>`, ["video"]],
    [`<p frobnicate="1">A</p>`, ["p frobnicate"]],
    [`<form><p>A <input name="a"></p></form>`, ["form", "input"]],
    [`<table><caption><em>Times</em></caption><tr><td>1</td></tr></table>`, ["em"]],
  ])("says what of %s would be lost", (html, lost) => {
    expect(lostParts(html, through(html))).toEqual(lost);
  });

  it.each([
    `<p>Ferry</p><script>window.ran = 1</script>`,
    `<p onclick="run()" style="color: red">Ferry</p>`,
    `<p><a href="javascript:run()">Ferry</a></p>`,
    `<p><a href=" java\nscript:run()">Ferry</a></p>`,
    `<p>Ferry<img src="javascript:run()" onerror="run()"></p>`,
    `<style>p { color: red }</style><p>Ferry</p>`,
  ])("drops what runs of %j, which is no loss", (html) => {
    expect(through(html)).toBe("<p>Ferry</p>");
    expect(lostParts(html, through(html))).toEqual([]);
  });

  it("drops a handler of a picture that it keeps", () => {
    expect(through(`<p><img src="x" onerror="run()" style="color: red"></p>`)).toBe(`<p><img src="x"></p>`);
  });
});

describe("what is pasted", () => {
  const entry = (bullet: string, text: string, level = 1): string =>
    `<p class="MsoListParagraph" style="margin:0;mso-list:l0 level${level} lfo1"><span style="mso-list:Ignore">${bullet}<span>&nbsp;&nbsp; </span></span>${text}</p>`;

  it("becomes lists where Word meant lists", () => {
    const pasted = `<p>Before</p>${entry("·", "One")}${entry("o", "Within", 2)}${entry("·", "Two")}<p>After</p>${entry("1.", "First")}${entry("2.", "Second")}`;
    expect(through(cleaned(pasted))).toBe(
      "<p>Before</p><ul><li>One<ul><li>Within</li></ul></li><li>Two</li></ul><p>After</p><ol><li>First</li><li>Second</li></ol>",
    );
  });

  it("leaves foreign ids and classes behind, but not what was copied here", () => {
    expect(cleaned(`<p id="x" class="y" data-z="1">A</p>`)).toBe("<p>A</p>");
    const own = `<p data-pm-slice="0 0 []" class="lead">A</p>`;
    expect(cleaned(own)).toBe(own);
  });
});

describe("addresses of links", () => {
  it.each([
    ["example.org/page", "https://example.org/page"],
    [" www.example.org ", "https://www.example.org"],
    ["localhost:8000/x", "https://localhost:8000/x"],
    ["ada@example.org", "mailto:ada@example.org"],
    ["https://example.org/?a=b#c", "https://example.org/?a=b#c"],
    ["mailto:ada@example.org", "mailto:ada@example.org"],
    ["tel:+4912345", "tel:+4912345"],
    ["/news", "/news"],
    ["#place", "#place"],
    ["?page=2", "?page=2"],
  ])("are understood: %s", (written, href) => {
    expect(addressOf(written)).toEqual({ href });
  });

  it.each([
    ["javascript:alert(1)", "link.runs"],
    ["java\tscript:alert(1)", "link.runs"],
    ["data:text/html,x", "link.runs"],
    ["news", "link.no-address"],
    ["two words", "link.no-address"],
    ["https://", "link.no-address"],
  ])("are refused: %j", (written, fault) => {
    expect(addressOf(written)).toEqual({ fault });
  });

  it("may be documents", () => {
    const key = "0190b3c4-0000-7000-8000-0123456789ab";
    expect(addressOf(documentAddress(key))).toEqual({ href: `/{localLink:${key}}` });
    expect([documentIn(documentAddress(key)), documentIn("/news")]).toEqual([key, undefined]);
  });
});
