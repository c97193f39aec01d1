import { expect, test } from "vitest";
import { alertIds, calledTogether } from "../../../sandbox/rules/alert-ids.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";

const ids = (...rules: readonly string[]): string[] => {
  const text = `groups: [{ name: g, rules: [${rules.map((rule) => `{ expr: up, ${rule} }`).join(", ")}] }]`;
  const { groups, problems } = readRuleFile("rules.yml", text);
  expect(problems).toEqual([]);
  return [...alertIds(groups.flatMap((group) => group.rules)).values()];
};

test("an alert is called by its name, and by what tells it from those that share it", () => {
  expect(ids("alert: A", "alert: B, labels: { severity: page }", "record: c")).toEqual(["A", "B"]);
  expect(
    ids("alert: A, labels: { team: x, severity: page }", "alert: A, labels: { team: x, severity: ticket }"),
  ).toEqual(['A{severity="page"}', 'A{severity="ticket"}']);
});

test("one label that tells is enough; else it takes several", () => {
  expect(
    ids("alert: A, labels: { a: x, b: x }", "alert: A, labels: { a: x, b: y }", "alert: A, labels: { a: y, b: y }"),
  ).toEqual(['A{b="x"}', 'A{a="x", b="y"}', 'A{a="y"}']);
});

test("several are called by their name together, where none of that name is missing", () => {
  const { groups } = readRuleFile(
    "rules.yml",
    "groups: [{ name: g, rules: [{ alert: A, expr: up, labels: { s: x } }, { alert: A, expr: up, labels: { s: y } }, { alert: B, expr: up }] }]",
  );
  const rules = groups.flatMap((group) => group.rules);
  expect(calledTogether(rules.slice(0, 2), rules)).toEqual(["A"]);
  expect(calledTogether(rules.slice(1), rules)).toEqual(['A{s="y"}', "B"]);
});

test("those that nothing tells apart share a name", () => {
  expect(ids("alert: A", "alert: A")).toEqual(["A", "A"]);
});
