import { describe, expect, test } from "vitest";
import { runChecks } from "../../../../sandbox/rules/checks/run-checks.ts";

const compose = { file: "compose.yml", text: "services:\n  prometheus: { image: prom/prometheus:v3.16.0 }\n" };
const checked = (jobs: string) => {
  const { findings, allowed } = runChecks([compose, { file: "prometheus.yml", text: `scrape_configs:\n${jobs}` }]);
  return {
    findings: findings.map(({ id, line, message }) => `${line} ${id}: ${message}`),
    allowed: allowed.map(({ id, line, reason }) => `${line} ${id}: ${reason}`),
  };
};
const job = (name: string, comment = ""): string =>
  `  - job_name: ${name}\n    static_configs:\n      - targets: ["${name}:1"]${comment}\n`;

describe("a comment with a reason allows a finding", () => {
  test("of its own line", () => {
    expect(checked(job("a", " # firedrill: allow target-not-composed: elsewhere") + job("b"))).toEqual({
      findings: [expect.stringMatching(/^7 target-not-composed/)],
      allowed: ["4 target-not-composed: elsewhere"],
    });
  });

  test.each(["#firedrill:allow target-not-composed:elsewhere", "# Firedrill: Allow  target-not-composed : elsewhere"])(
    "however it is spaced, and begun: %s",
    (comment) => {
      expect(checked(job("a", ` ${comment}`))).toEqual({
        findings: [],
        allowed: ["4 target-not-composed: elsewhere"],
      });
    },
  );

  test("of all that is indented deeper than the line below it", () => {
    const above = "  # firedrill: allow target-not-composed: elsewhere\n  # and another comment\n\n";
    expect(checked(above + job("a") + job("b"))).toEqual({
      findings: [expect.stringMatching(/^10 target-not-composed/)],
      allowed: ["7 target-not-composed: elsewhere"],
    });
  });
});

describe("twin: it allows nothing, and is told,", () => {
  test("without a reason", () => {
    expect(checked(job("a", " # firedrill: allow target-not-composed")).findings).toEqual([
      expect.stringMatching(/^4 target-not-composed/),
      "4 suppression: nothing is allowed without a reason",
    ]);
  });

  test("of a check that there is not", () => {
    expect(checked(job("a", " # firedrill: allow target-not-compose: elsewhere")).findings).toEqual([
      expect.stringMatching(/^4 target-not-composed/),
      "4 suppression: there is no check `target-not-compose`; did you mean `target-not-composed`?",
    ]);
  });

  test("where nothing of it is found", () => {
    expect(checked(job("prometheus", " # firedrill: allow target-not-composed: elsewhere")).findings).toEqual([
      "4 suppression: this allows nothing that is found",
    ]);
  });
});

test("a file that can't be read as what it is, is a finding with its place, and no comment allows it", () => {
  const { findings } = runChecks([
    { file: "rules.yml", text: "groups:\n  - name: a\n    rules: [{ record: a, expr: 'sum(' }]\n" },
  ]);
  expect(findings).toMatchObject([{ id: "invalid", line: 3, message: expect.stringContaining("not valid PromQL") }]);
});

test("of a rule without a name or a condition only that is said", () => {
  const text = "groups:\n  - name: a\n    rules: [{ expr: up == 0 }, { alert: A }, { expr: up == 0 }]\n";
  expect(runChecks([{ file: "rules.yml", text }]).findings.map(({ id }) => id)).toEqual([
    "invalid",
    "invalid",
    "invalid",
  ]);
});

test("a template of Helm is refused with a sentence, not taken apart as YAML", () => {
  const { findings } = runChecks([{ file: "rules.yaml", text: "{{- if .Values.on }}\ngroups: []\n{{- end }}\n" }]);
  expect(findings).toMatchObject([{ id: "invalid", message: expect.stringContaining("`helm template`") }]);
});

test.each([
  "spec:\n  groups:\n    - name: a\n      rules: [{ record: a, expr: 'up > {{ .Values.least }}' }]\n",
  "metadata: { name: '{{ include \"x.name\" . }}' }\nspec:\n  groups:\n    - name: a\n      rules: [{ alert: A, expr: sum(up }]\n",
])("also one that YAML can read is refused, at its place, and not taken for PromQL: %s", (rest) => {
  const text = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n${rest}`;
  const { findings } = runChecks([{ file: "rules.yaml", text }]);
  expect(findings).toMatchObject([{ id: "invalid", message: expect.stringContaining("`helm template`") }]);
  expect(findings[0]?.source).toContain("{{");
});

test("twin: a comment that tells of Helm, and a template of Prometheus, are none", () => {
  const text = `# of {{ .Values.rules }}\ngroups:\n  - name: a\n    rules:\n      - alert: A\n        expr: up == 0\n        labels: { severity: page }\n        annotations: { summary: '{{ $labels.job }}: {{ .Value }}', runbook_url: r }\n`;
  expect(runChecks([{ file: "rules.yaml", text }]).findings).toEqual([]);
});

test.each([
  ["\uFFFD", "this is not UTF-8; save the file as UTF-8"],
  ["\u0000", "a control character is not allowed in YAML; remove it"],
])("what is no text is found where it stands: %j", (character, message) => {
  const text = `groups:\n  - name: a # caf${character}\n    rules: []\n`;
  expect(runChecks([{ file: "rules.yml", text }]).findings).toMatchObject([
    { id: "invalid", line: 2, column: 18, message },
  ]);
});
