import { expect, test } from "vitest";
import { objectiveProblems } from "../../../sandbox/slo/objective-problems.ts";

const slo = (objective: number): string =>
  `version: prometheus/v1\nservice: api\nslos:\n  - name: a\n    objective: ${objective}\n    sli: { raw: { error_ratio_query: "avg(avg_over_time(bad[{{.window}}]))" } }\n    alerting: { page_alert: { disable: true }, ticket_alert: { disable: true } }\n`;

test("objectives that `npm run slo` would refuse are told, with their place", () => {
  expect(objectiveProblems([{ file: "slo.yml", text: slo(100) }])).toMatchObject([{ file: "slo.yml", line: 5 }]);
});

test("twin: right ones are not, nor files that are none", () => {
  expect(
    objectiveProblems([
      { file: "slo.yml", text: slo(99) },
      { file: "rules.yml", text: "groups: []\n" },
    ]),
  ).toEqual([]);
});
