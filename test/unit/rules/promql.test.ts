import { describe, expect, it } from "vitest";
import { groupingLabels, longestWindowMs, parseExpr, selectors } from "../../../sandbox/rules/promql.ts";

const minutes = (count: number) => count * 60_000;

describe("PromQL", () => {
  it.each([
    ["", 0, "the expression is empty; expected PromQL"],
    ["a >", 3, "expected an expression at the end of the expression"],
    ["rate(x[5m) > 3", 9, "the range is not closed: expected `]` after `rate(x[5m`"],
    ["rate(x[5 minutes])", 9, "the range is not closed: expected `]` before `minutes`"],
    ["a{b=c}", 4, "expected a quoted text before `c`"],
    ["ratee(x[5m])", 0, "`ratee` is not a function of PromQL; did you mean `rate`?"],
    ["sum(x) by", 9, "expected a list of labels such as (job) at the end of the expression"],
    ["rate(x)", 5, "rate() needs series over a range such as x[5m], and this is series (an instant vector)"],
    ["sum(x[5m])", 4, "sum() needs series (an instant vector), and this is series over a range such as x[5m]"],
    ["clamp(x, 1)", 0, "clamp() takes 3 arguments, and here are 2"],
    ["x and 1", 6, "the operator `and` needs series (an instant vector), and this is a number"],
    ["1 > 2", 0, "two numbers can only be compared with `bool`, and the result never changes"],
    ['{a!="b"} > {}', 11, "a selector without a name needs at least one matcher that does not match the empty text"],
    ['{a="b", c=~"["} > 1', 11, "the regular expression `[` has a `[` that is not closed"],
    ['x{c!~"(?!y)"}', 5, "the regular expression `(?!y)` looks ahead or behind (`(?=`, `(?!`, `(?<=`, `(?<!`)"],
    ['label_replace(x, "a", "$1", "b", "(")', 33, "the regular expression `(` has a `(` that is not closed"],
    [
      "x > on (a) 1",
      4,
      "the operator `>` has a number on one side, which has no labels to match; remove on, ignoring and group_",
    ],
    ["x[5m]", 0, "a rule needs series (an instant vector) or a number, and this is series over a range such as x[5m]"],
    [
      "(x + y)[5m]",
      0,
      "only a selector can have a range; for the values of an expression over time write a subquery such as (…)[1h:1m]",
    ],
    ["x offset 1m offset 2m", 0, "an offset stands twice; keep one"],
    [
      "sum(rate(x[5m]) offset 5m)",
      4,
      "an offset can only follow a selector or a subquery; move it to the selectors inside",
    ],
    [
      "max_over_time(a + b[1h:1m])",
      14,
      "a subquery binds to what stands right before it; put the expression in parentheses",
    ],
    ["rate(x[1h]) @ 3", 0, "`@` can only follow a selector or a subquery; move it to the selectors inside"],
    [
      "x and on (a) group_left () y",
      6,
      "the operator `and` matches many to many; remove the group_left or group_right",
    ],
    ['x{__name__="y"}', 2, "the metric's name is given twice; keep one"],
  ])("is wrong in %j", (text, offset, message) => {
    expect(parseExpr(text).problems).toContainEqual({ offset, message });
  });

  it.each([
    "sum by (job) (rate(a{b=~'c|d'}[5m] offset 1m)) / 2 > bool 0.05",
    "max_over_time(rate(x[5m])[1h:30s] @ end())",
    "histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))",
    'absent({"foo.bar", a=~"b"}) or vector(1)',
    "topk(3, x) * on (a) group_left (b) y # why",
    'label_replace(up, "a", "$1", "b", `(.*)`)',
    "rate(x[2*5m]) and hour() > 3 or -x ^ 2",
    "1 > bool 2",
    "x > bool on () 1",
    `x{a=~"$node", b!~'(?i)a|b{2}'}`,
    "rate(x[5m] offset 1m) + x offset 1m @ 3",
  ])("is right in %j", (text) => {
    expect(parseExpr(text).problems).toEqual([]);
  });
});

describe("what an expression selects", () => {
  it("is each selector with metric, matchers, range, offset and use", () => {
    expect(selectors('sum(rate(a{b!="c", d=~"e"}[5m] offset 1m)) / {__name__="f"} + {"g.h"}')).toEqual([
      {
        text: 'a{b!="c", d=~"e"}',
        metric: "a",
        rangeMs: minutes(5),
        offsetMs: minutes(1),
        usedBy: "rate",
        offset: 9,
        matchers: [
          { label: "b", op: "!=", value: "c" },
          { label: "d", op: "=~", value: "e" },
        ],
      },
      { text: '{__name__="f"}', metric: "f", matchers: [], offsetMs: 0, offset: 45 },
      { text: '{"g.h"}', metric: "g.h", matchers: [], offsetMs: 0, offset: 62 },
    ]);
  });

  it("has an offset of its own, also to the right of an operator", () => {
    const offsets = selectors("a + -b offset 5m * c @ end() offset 1m + rate(d[5m] offset 2m)[1h:] offset 3m");
    expect(offsets.map(({ metric, offsetMs }) => [metric, offsetMs])).toEqual([
      ["a", 0],
      ["b", minutes(5)],
      ["c", minutes(1)],
      ["d", minutes(2)],
    ]);
  });

  it("has no metric where none is named", () => {
    expect(selectors('{job="a"}')[0]).not.toHaveProperty("metric");
  });

  it("reads the escapes of a quoted text", () => {
    expect(selectors('x{a="\\x41\\n\\"", b=`\\n`}')[0]?.matchers.map(({ value }) => value)).toEqual(['A\n"', "\\n"]);
  });

  it.each([
    ["up == 0", 0],
    ["rate(x[5m])", 5],
    ["rate(x[300])", 5],
    ["rate(x[2*5m])", 10],
    ["rate(x[5m] offset 1h)", 65],
    ["x offset -5m", 0],
    ["rate(a[30m]) + b offset 5m", 30],
    ["max_over_time(rate(x[5m])[1h:1m] offset 10m) > 2 * rate(x[30m])", 75],
  ])("looks back in %j for %d minutes", (text, count) => {
    expect(longestWindowMs(text)).toBe(minutes(count));
  });

  it("groups and matches by labels, each named once", () => {
    expect(groupingLabels('sum by (a, "b.c") (x{z="1"}) / on (a, d) group_left (e) y')).toEqual(["a", "b.c", "d", "e"]);
  });
});
