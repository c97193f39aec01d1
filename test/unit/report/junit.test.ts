import { expect, test } from "vitest";
import { renderJunit } from "../../../sandbox/report/junit.ts";
import { deviated, held, hopeless, inconclusive } from "./verdicts.ts";

/** Every element is closed in its order, and outside of tags there is neither `<` nor a bare `&`. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  const text = xml
    .replace(/^<\?xml [^?]*\?>/, "")
    .replace(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)>/g, (_tag, close: string, name: string) => {
      if (close === "") open.push(name);
      else expect(open.pop()).toBe(name);
      return "";
    });
  expect(open).toEqual([]);
  expect(text).not.toContain("<");
  expect(xml).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#10;|#9;)/);
  expect(xml).not.toMatch(/(?!\n)\p{Cc}|[\ufffe\uffff]|\p{Cs}/u);
}

test("a suite for each drill, a case for each finding", () => {
  const xml = renderJunit([held, deviated, inconclusive]);
  expectWellFormed(xml);
  expect(xml.match(/<testsuite /g)).toHaveLength(3);
  expect(xml).toContain('<testsuites name="firedrill" tests="7" failures="2" errors="1" skipped="0" time="34.260">');
  expect(xml).toContain(
    '<testsuite name="high-error-rate" tests="3" failures="0" errors="0" skipped="0" time="11.420">',
  );
});

test("what deviated is a failure, what is inconclusive is an error, and neither is skipped", () => {
  const xml = renderJunit([hopeless, inconclusive]);
  expect(xml).toContain('<failure type="deviated" message="can never fire: nothing exports error_rate;');
  expect(xml).toContain('<error type="inconclusive" message="no sample showed it in 2m">');
  expect(xml).not.toMatch(/<skipped|skipped="[^0]/);
});

test("twin: a drill that held has neither", () => {
  expect(renderJunit([held])).not.toMatch(/<failure|<error/);
});

test("a drill without findings is no pass", () => {
  const empty = { ...inconclusive, findings: [] };
  const xml = renderJunit([empty]);
  expectWellFormed(xml);
  expect(xml).toContain('tests="1" failures="0" errors="1"');
});

test("a verdict that is worse than its findings is not hidden by them", () => {
  expect(renderJunit([{ ...held, outcome: "deviated" }])).toContain('tests="4" failures="1" errors="0"');
});

test("special and impossible characters", () => {
  const nasty = `"<&>'\t\n\u0000\u001b\uffff\ud800 ü 🔥 ]]>`;
  const xml = renderJunit([
    {
      ...held,
      name: nasty,
      title: nasty,
      notes: [nasty],
      findings: [{ what: nasty, outcome: "deviated", observed: nasty }],
    },
  ]);
  expectWellFormed(xml);
  expect(xml).toContain("&quot;&lt;&amp;&gt;'&#9;&#10;\ufffd\ufffd\ufffd\ufffd ü 🔥 ]]&gt;");
});

test("twin: the check for well-formedness can fail", () => {
  expect(() => expectWellFormed("<a><b></a>")).toThrow("to be 'a'");
  expect(() => expectWellFormed("<a>1 & 2</a>")).toThrow("not to match");
  expect(() => expectWellFormed("<a>\u0000</a>")).toThrow("not to match");
});
