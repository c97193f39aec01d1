import { expect, test } from "vitest";
import { runChecks } from "../../../../sandbox/rules/checks/run-checks.ts";

const found = (summary: string): string[] => {
  const text = `groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: sum(up) < 1\n        annotations: { summary: '${summary}' }\n`;
  return runChecks([{ file: "r.yml", text }]).findings.flatMap(({ id, message }) =>
    id === "annotation-label-dropped" ? [message] : [],
  );
};

test.each([
  `{{ range query "up" }}{{ .Labels.instance }} {{ end }}`,
  `{{ with query "up" }}{{ . | first | value }} {{- .Labels.job }}{{ end }}`,
])("labels of what a text goes through are not the alert's: %s", (summary) => {
  expect(found(summary)).toEqual([]);
});

test.each([`{{ .Labels.instance }}`, `{{ range query "up" }}{{ $labels.instance }}{{ end }}`])(
  "twin: %s",
  (summary) => {
    expect(found(summary)).toEqual([expect.stringContaining("no label `instance`")]);
  },
);
