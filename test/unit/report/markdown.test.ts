import { expect, test } from "vitest";
import { renderMarkdown } from "../../../sandbox/report/markdown.ts";
import { renderTimeline } from "../../../sandbox/report/timeline.ts";
import { deviated, held, hopeless, inconclusive } from "./verdicts.ts";

const run = { runtime: "process", seconds: 28.34 } as const;
const rows = (text: string): string[] => text.split("\n").filter((line) => line.startsWith("| ") && !/---/.test(line));

test("totals, and a row for each drill, the worst first", () => {
  const text = renderMarkdown([held, hopeless, inconclusive], run);
  expect(text).toMatch(/^## ❌ Firedrill: 3 drills: 1 held, 1 deviated, 1 inconclusive\n/);
  expect(text).toContain("28.3 s as processes");
  expect(rows(text)).toEqual([
    "| outcome | alert | drill | seconds | factor |",
    "| ❌ deviated | HighErrorRate | One request in five fails<br>`as-written` | 11.4 | 120 |",
    "| ⚠️ inconclusive | HighErrorRate | One request in five fails<br>`high-error-rate-unseen` | 11.4 | 120 |",
    "| ✅ held | HighErrorRate | One request in five fails<br>`high-error-rate` | 11.4 | 120 |",
  ]);
});

test("what did not hold stands in the open, what held is folded away", () => {
  const text = renderMarkdown([held, hopeless], run);
  const [open = "", folded = ""] = text.split("<details>");
  expect(open).toContain("- ✗ **HighErrorRate can fire**: can never fire");
  expect(open).toContain("`fixtures/prometheus/rules/bailbondpro.yml:5`");
  expect(folded).toMatch(/^<summary>✅ HighErrorRate · One request in five fails<\/summary>\n\n```text\n/);
  expect(folded).toContain("- ✓ **HighErrorRate firing within 9m**: firing at 6m32s ± 46s");
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
});

test("the timeline is the one of the text", () => {
  const drawn = renderTimeline(held, { columns: 96, colour: false });
  expect(renderMarkdown([held], run)).toContain(["```text", ...drawn, "```"].join("\n"));
});

test("twin: a run in which all held says nothing else", () => {
  expect(renderMarkdown([held, held], run)).toMatch(/^## ✅ Firedrill: 2 drills: 2 held\n/);
  expect(renderMarkdown([held], run)).not.toMatch(/✗|❌|⚠️|deviated/);
  expect(renderMarkdown([], run)).toMatch(/^## ⚠️ Firedrill: there was no drill\n/);
});

test("no text becomes markup, a cell or a line of its own", () => {
  const nasty = "<script>alert(1)</script> | **b** `c` [d](e)\n# f & g";
  const text = renderMarkdown(
    [{ ...deviated, name: "n`|", title: nasty, findings: [{ what: nasty, outcome: "deviated", observed: nasty }] }],
    run,
  );
  expect(text).not.toMatch(/<script|^# f/m);
  expect(text).toContain(
    "&lt;script&gt;alert\\(1\\)&lt;/script&gt; \\| \\*\\*b\\*\\* \\`c\\` \\[d\\]\\(e\\) \\# f &amp; g",
  );
  expect(rows(text).map((row) => row.replaceAll("\\|", "").split("|").length)).toEqual([7, 7]);
});

test("a receiver's name can't end the fence of the timeline", () => {
  const deliveries = [{ receiver: "```", status: "firing", at: 400, alert: "HighErrorRate" } as const];
  const text = renderMarkdown([{ ...held, timeline: { ...held.timeline, deliveries } }], run);
  expect(text).toContain("\n````text\n");
  expect(text).toContain("\n````\n");
});

test("a summary that would be refused for its length keeps what did not hold", () => {
  const long = { ...held, notes: ["x".repeat(1_000_000)] };
  const text = renderMarkdown([long, hopeless], run);
  expect(text.length).toBeLessThan(10_000);
  expect(text).toContain("left out here");
  expect(text).toContain("can never fire");
  expect(renderMarkdown([held, hopeless], run)).not.toContain("left out here");
});
