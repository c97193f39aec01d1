import { expect, test } from "vitest";
import { parse } from "yaml";
import { withEvaluationMarker } from "../../../sandbox/services/evaluation-marker.ts";

const file = `groups:
  - name: api
    rules:
      # why it is there
      - alert: Down
        expr: up == 0 # inline
      - record: job:up:sum
        expr: sum by (job) (up)
  - name: other
    rules:
      - alert: Absent
        expr: absent(up)
`;
const marker = (group: string) => ({
  record: "firedrill:evaluated",
  expr: "vector(1)",
  labels: { rule_group: group },
});
const second = new Set(["0/1"]);
type Groups = { readonly groups: readonly { readonly name: string; readonly rules: readonly unknown[] }[] };

test("each group ends with a rule that marks its evaluations, and nothing else changes", () => {
  const before = (parse(file) as Groups).groups;
  const after = (parse(withEvaluationMarker(file)) as Groups).groups;
  expect(after).toEqual(before.map((group) => ({ ...group, rules: [...group.rules, marker(group.name)] })));
  expect(withEvaluationMarker(file)).toContain("# why it is there");
  expect(withEvaluationMarker(file)).toContain("# inline");
});

test("only the rules that are watched stay, and groups left without any go", () => {
  const after = (parse(withEvaluationMarker(file, second)) as Groups).groups;
  expect(after).toEqual([{ name: "api", rules: [{ record: "job:up:sum", expr: "sum by (job) (up)" }, marker("api")] }]);
  expect(withEvaluationMarker(file, second)).not.toContain("why it is there");
});

test("a rule that borrows from one that goes keeps what it borrowed", () => {
  const borrowed = `groups:
  - name: g
    rules:
      - alert: A
        expr: up == 0
        labels: &page {severity: critical}
      - alert: B
        expr: up == 1
        labels: *page
`;
  const after = parse(withEvaluationMarker(borrowed, second)) as Groups;
  expect(after.groups[0]?.rules[0]).toEqual({ alert: "B", expr: "up == 1", labels: { severity: "critical" } });
});

test("groups of one name in two files are told apart by the file", () => {
  const labels = (text: string): unknown =>
    (
      parse(text) as { readonly groups: readonly { readonly rules: readonly { readonly labels?: unknown }[] }[] }
    ).groups.map(({ rules }) => rules.at(-1)?.labels);
  expect(labels(withEvaluationMarker(file, undefined, "rules-0.yml"))).toEqual([
    { rule_group: "api", rule_file: "rules-0.yml" },
    { rule_group: "other", rule_file: "rules-0.yml" },
  ]);
  expect(labels(withEvaluationMarker(file))).toEqual([{ rule_group: "api" }, { rule_group: "other" }]);
});
