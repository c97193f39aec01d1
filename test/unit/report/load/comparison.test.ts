import { expect, test } from "vitest";
import type { Change, Comparison } from "../../../../load/compare/comparison.ts";
import { markdownComparison, renderComparison } from "../../../../sandbox/report/load/comparison.ts";

const slower: Change = {
  metric: "p95",
  baseline: 20.04,
  now: 22.1,
  change: 0.103,
  interval: { from: 0.071, to: 0.134 },
  tolerance: 0.05,
  outcome: "deviated",
  observed: "slower by 7.1 % to 13.4 %, and 5 % is allowed",
};
const failing: Change = {
  metric: "errors",
  baseline: 0,
  now: 0.0004,
  change: 0.0004,
  interval: { from: -0.0011, to: 0.0021 },
  tolerance: 0.005,
  outcome: "held",
  observed: "no difference beyond 0.5 pp",
};
const unknown: Change = {
  ...slower,
  metric: "p99",
  now: null,
  change: null,
  interval: null,
  outcome: "inconclusive",
  observed: "nothing was answered",
};
const comparison: Comparison = {
  outcome: "deviated",
  changes: [slower, unknown, failing],
  slower: { share: 0.71, interval: { from: 0.66, to: 0.75 } },
  runs: { baseline: 3, now: 1 },
  notes: ["version.node: *20* then, 22 now"],
};

test("a comparison as text: a line for each metric, with what it was and is, how far it moved, and what that means", () => {
  expect(renderComparison(comparison, { columns: 100, colour: false })).toBe(
    [
      "deviated  a regression beyond what is allowed: 1 run against 3 runs of the baseline",
      "  metric  baseline      now      change, 95 % interval",
      "✗ p95      20.0 ms  22.1 ms    +10.3 % (+7.1 to +13.4)",
      "    slower by 7.1 % to 13.4 %, and 5 % is allowed",
      "? p99      20.0 ms        –                          –",
      "    nothing was answered",
      "✓ errors    0.00 %   0.04 %  +0.04 pp (-0.11 to +0.21)",
      "    no difference beyond 0.5 pp",
      "· of pairs of an answer now and one of the baseline the one of now is slower in 71 % (66 to 75; 50:",
      "  as often as not)",
      "· version.node: *20* then, 22 now",
      "",
    ].join("\n"),
  );
});

test("as Markdown it is a table, and what others wrote is no markup", () => {
  const text = markdownComparison(comparison);
  expect(text).toContain("| p95 | 20.0 ms | 22.1 ms | +10.3 % (+7.1 to +13.4) | ❌ slower by 7.1 % to 13.4 %");
  expect(text).toContain("| p99 | 20.0 ms | – | – | ⚠️ nothing was answered |");
  expect(text).toContain("- version.node: \\*20\\* then, 22 now");
});

test("a terminal without colour or Unicode gets neither", () => {
  const plain = renderComparison(comparison, { columns: 100, colour: false, unicode: false });
  expect(plain).toContain("x p95");
  expect(renderComparison(comparison, { columns: 100, colour: true })).toContain("\u001b[");
  expect(plain).not.toContain("\u001b[");
});
