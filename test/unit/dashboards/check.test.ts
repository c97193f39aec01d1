import { expect, test } from "vitest";
import { checkDashboards } from "../../../sandbox/dashboards/check.ts";
import { readDashboard } from "../../../sandbox/dashboards/dashboard-file.ts";
import { fixtureTexts, projectMeasures, projectDashboards } from "../../helpers/dashboards.ts";

const measures = projectMeasures();
const overview = fixtureTexts("grafana", "dashboards")["overview.json"] ?? "";

/** What is found where one text stands in another's place. */
const found = (from: string | RegExp, to: string): readonly string[] => {
  const text = overview.replace(from, to);
  expect(text).not.toBe(overview);
  return checkDashboards([readDashboard("overview.json", text)], measures);
};

test("nothing is wrong with the dashboards that are provisioned", () => {
  const dashboards = projectDashboards();
  expect(checkDashboards(dashboards, measures)).toEqual([]);
  expect(dashboards.map(({ uid }) => uid).toSorted()).toEqual([
    "bailbondpro-alerts",
    "bailbondpro-business",
    "bailbondpro-database",
    "bailbondpro-node",
    "bailbondpro-overview",
    "bailbondpro-slo",
  ]);
});

test.each([
  ["an expression that is none", "[5m])", "[5m)", "expected"],
  ["a metric that nobody exports", "http_requests_total", "http_request_total", "did you mean `http_requests_total`?"],
  [
    "a histogram's bare name",
    "http_request_duration_seconds_bucket",
    "http_request_duration_seconds",
    "nothing exports",
  ],
  ["a label that it has not", "status_code=~", "code=~", "http_requests_total has no label code"],
  ["a group by a label that none has", "sum by (method, route)", "sum by (methods, route)", "the label methods"],
  ["another unit than the metric's", '"unit": "s"', '"unit": "percent"', "measures seconds, which is shown as percent"],
  ["a counter as it stands", "max(bonds_active_count", "max(bonds_created_total", "is a counter; ask for its rate()"],
  [
    "the rate of what is no counter",
    '"memory_usage_percent"',
    '"rate(memory_usage_percent[5m])"',
    "rate() is for counters",
  ],
  ["a unit that is not known", '"unit": "s"', '"unit": "fortnights"', "the unit fortnights is not known"],
  ["no unit", '"unit": "s",', "", "it has no unit"],
  ["a type that Grafana has no more", '"type": "timeseries"', '"type": "graph"', "the type graph is not one of"],
  [
    "a panel that says nothing of itself",
    /"description": "Requests per second by[^"]*"/,
    '"description": ""',
    "missing",
  ],
  ["a variable that there is not", "$route", "$way", "there is no variable $way"],
  ["a variable of a label that there is not", "_total, route)", "_total, way)", "has the label way"],
  ["a variable of another form", "label_values(", "values(", "is not of the form"],
  [
    "an annotation about nothing",
    'ALERTS{alertstate=\\"firing',
    'ALARMS{alertstate=\\"firing',
    "nothing exports ALARMS",
  ],
  ["no uid", '"uid": "bailbondpro-overview",', "", "it has no uid"],
  ["two panels of one id", '"id": 3', '"id": 2', "panels share an id"],
  [
    "a variable of another data source",
    '"uid": "prometheus"',
    '"uid": "mine"',
    "$route: it does not name the data source",
  ],
  [
    "a query of another",
    /"uid": "prometheus"(?![\s\S]*"uid": "prometheus")/,
    '"uid": "mine"',
    "Open connections: it does not",
  ],
])("%s is found", (_what, from, to, said) => {
  expect(found(from, to).join("\n")).toContain(said);
});

test("two dashboards of one uid are found", () => {
  const twice = ["a.json", "b.json"].map((name) => readDashboard(name, overview));
  expect(checkDashboards(twice, measures)).toEqual([
    "b.json: the uid bailbondpro-overview is another dashboard's as well",
  ]);
});

test("the guide's own dashboard, out of its envelope, has most of these mistakes", () => {
  const text = fixtureTexts("as-written", "grafana", "dashboards")["application-overview.json"] ?? "";
  const { dashboard } = JSON.parse(text) as { readonly dashboard: unknown };
  const wrong = checkDashboards([readDashboard("guide.json", JSON.stringify(dashboard))], measures).join("\n");
  for (const said of ["no uid", "type graph", "type singlestat", "no unit", "data source", "description"])
    expect(wrong).toContain(said);
});

test("what is no dashboard is refused", () => {
  expect(() => readDashboard("x.json", '{"panels": 1}')).toThrow(/x\.json is no dashboard/);
});
