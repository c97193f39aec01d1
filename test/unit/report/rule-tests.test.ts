import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test as base } from "vitest";
import { parse } from "yaml";
import type { JournalEvent } from "../../../sandbox/drill/journal.ts";
import { recordRuleTests, ruleTestForms } from "../../../sandbox/report/rule-tests.ts";
import { including, recorded } from "../../helpers/journals/recorded.ts";

const test = base.extend<{ place: string }>({
  // eslint-disable-next-line no-empty-pattern
  place: async ({}, use) => {
    const place = await mkdtemp(join(tmpdir(), "firedrill-tests-"));
    await use(place);
    await rm(place, { recursive: true, force: true });
  },
});

const confirmed: JournalEvent = {
  what: "confirmed",
  at: 0,
  by: { says: "agrees", claims: 1, failsHow: "without the fault" },
  test: "rule_files:\n  - x.rules.yml\ngroup_eval_order:\n  - a\ntests:\n  - name: x\n",
  rules: { "x.rules.yml": { file: "fixtures/prometheus/rules/x.yml", text: "groups: []\n" } },
};
const journal = including(recorded("one-in-five"), confirmed);
const { name } = journal.drill;

test("a report has the test and its rules side by side", () => {
  expect(ruleTestForms([journal]).map(([file, render]) => [file, render()])).toEqual([
    [`${name}.test.yml`, confirmed.test],
    ["x.rules.yml", "groups: []\n"],
  ]);
});

test("what is kept is a test of production's own rule file, wherever it is kept", async ({ place }) => {
  const kept = await recordRuleTests(join(place, "tests"), [{ outcome: "held", journal }]);
  expect(kept).toEqual([join(place, "tests", `${name}.test.yml`)]);
  const written = parse(await readFile(kept[0] ?? "", "utf8")) as { rule_files: string[]; tests: unknown };
  expect(written.rule_files.map((file) => resolve(place, "tests", file))).toEqual([
    resolve("fixtures/prometheus/rules/x.yml"),
  ]);
  expect(written.tests).toEqual([{ name: "x" }]);
});

test("twin: of drills that did not hold nothing is kept, nor of those that were not confirmed", async ({ place }) => {
  const unconfirmed = recorded("one-in-five");
  expect(
    await recordRuleTests(place, [
      { outcome: "inconclusive", journal },
      { outcome: "held", journal: unconfirmed },
    ]),
  ).toEqual([]);
  expect(await readdir(place)).toEqual([]);
});
