import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defineDrill } from "../../sandbox/drill/drill.ts";
import type { Drill } from "../../sandbox/drill/drill.ts";
import type { Journal } from "../../sandbox/drill/journal.ts";
import { judge } from "../../sandbox/drill/judge.ts";
import type { Finding } from "../../sandbox/drill/verdict.ts";
import { drillAll, prepareFor } from "../helpers/drills.ts";
import { runtimes, testPlace } from "../helpers/runtimes.ts";
import type { TestRuntime } from "../helpers/runtimes.ts";

const outage: Drill = defineDrill({
  name: "outage",
  title: "The API loses its network",
  alert: "LowAvailability",
  load: "light",
  fault: { kind: "down", service: "api", how: "cut" },
  expect: {
    firing: { within: "12m" },
    delivered: { to: ["slack", "email", "pagerduty"], within: "13m" },
    resolved: { within: "10m" },
    "resolved-notice": { within: "15m" },
    others: "none",
  },
});

// A name with spaces: a stack may be called whatever a drill is.
const name = "all are told";

afterAll(() => rm(testPlace, { recursive: true, force: true }));

for (const runtime of runtimes.filter(({ kind }) => kind === "container")) {
  if (runtime.missing === undefined) {
    describe("an API that is cut off its network", () => {
      cuts(runtime);
    });
  } else test.skip(`an API that is cut off its network: ${runtime.missing}`, () => {});
}

function cuts({ open, remains }: TestRuntime): void {
  let journal: Journal;
  beforeAll(async () => {
    await using runtime = await open();
    await prepareFor(runtime);
    ({ [name]: journal } = await drillAll(runtime, { [name]: { drill: outage } }));
  }, 300_000);
  afterAll(async () => {
    expect(await remains()).toEqual({ running: [], kept: [] });
  });

  const missed = (of: Journal): Finding[] => judge(of).findings.filter(({ outcome }) => outcome !== "held");

  test("fires and is over again: the drill holds", () => {
    expect(missed(journal)).toEqual([]);
    expect(judge(journal).outcome).toBe("held");
  });

  test("where one less is expected to be told, that alone deviates", () => {
    const expectation = { ...outage.expect, delivered: { to: ["slack", "email"], within: "13m" } } as const;
    expect(missed({ ...journal, drill: { ...journal.drill, expect: expectation } })).toMatchObject([
      { what: "nobody else told of LowAvailability", outcome: "deviated" },
    ]);
  });
}
