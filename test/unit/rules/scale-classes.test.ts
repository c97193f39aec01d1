import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { renderClasses } from "../../../sandbox/report/scale-classes.ts";
import { aggregations, functions } from "../../../sandbox/rules/promql-functions.ts";
import { parseExpr } from "../../../sandbox/rules/promql.ts";
import { scaleClasses } from "../../../sandbox/rules/scale-classes.ts";

const mark = "<!-- classes -->\n";
const page = readFileSync("docs/scaling.md", "utf8");
const refreshed = (text: string) => `${text.slice(0, text.indexOf(mark))}${mark}\n${renderClasses()}`;

describe("the classes of what a factor does", () => {
  test("are in the documentation as they are in the code", async () => {
    await expect(refreshed(page)).toMatchFileSnapshot("../../../docs/scaling.md");
  });

  test("twin: a page with another class is told from it", () => {
    const stale = page.replace("corrected: ÷ k", "exact");
    expect(stale).not.toBe(page);
    expect(refreshed(stale)).toBe(refreshed(page));
  });

  const classes = scaleClasses();

  test("are there for every function and aggregation that there is", () => {
    const called = new Set(classes.flatMap(({ expr }) => [...expr.matchAll(/\w+/g)].map(([name]) => name)));
    expect([...Object.keys(functions), ...aggregations].filter((name) => !called.has(name))).toEqual([]);
    expect(called.has("no_such_function")).toBe(false);
  });

  test("are of expressions that are right", () => {
    expect(classes.flatMap(({ expr }) => parseExpr(expr).problems.map(({ message }) => `${expr}: ${message}`))).toEqual(
      [],
    );
  });

  test.each([
    ["increase()", "flow", "corrected", "× k"],
    ["increase()", "event", "exact", ""],
    ["rate()", "event", "corrected", "÷ k"],
    ["rate()", "level", "not scalable", expect.stringContaining("not counted")],
    ["deriv()", "accumulating", "corrected", "÷ k"],
    ["predict_linear()", "accumulating", "corrected", "÷ k"],
    ["stdvar", "timestamp", "corrected", "× k²"],
    ["time()", "timestamp", "corrected", "× k"],
    ["hour() of now", "level", "not scalable", expect.stringContaining("reads the clock")],
    ["x @ 1700000000", "level", "not scalable", expect.stringContaining("fixed time")],
  ])("%s of a %s is %s", (name, signal, found, why) => {
    const one = classes.find(({ sample, signal: of }) => sample.name === name && of === signal);
    expect(one).toMatchObject({ class: found, why });
  });
});
