import path from "node:path";
import { expect, test } from "vitest";
import { filesToCheck } from "../../../../sandbox/drill/read/check-files.ts";
import { runChecks } from "../../../../sandbox/rules/checks/run-checks.ts";
import { projectFixtures } from "../../../helpers/fixtures.ts";

const found = async (...paths: readonly string[]): Promise<string[]> =>
  runChecks(await filesToCheck(paths)).findings.map(({ id, file, line }) => `${path.basename(file)}:${line} ${id}`);

test("what is wrong with the guide as written is named, by check and line", async () => {
  expect(await found(path.join(projectFixtures, "as-written"))).toEqual([
    "docker-compose.monitoring.yml:26 dashboards-without-provider",
    "docker-compose.monitoring.yml:40 node-exporter-flag",
    "application-overview.json:2 dashboard-envelope",
    "application-overview.json:7 panel-type-gone",
    "application-overview.json:17 panel-type-gone",
    "application-overview.json:20 legend-ambiguous",
    "application-overview.json:24 legend-ambiguous",
    "application-overview.json:31 panel-type-gone",
    "application-overview.json:34 division-per-series",
    "application-overview.json:34 legend-ambiguous",
    "application-overview.json:41 panel-type-gone",
    "alert_rules.yml:6 runbook-missing",
    "alert_rules.yml:7 metric-not-exported",
    "alert_rules.yml:10 percent-of-share",
    "alert_rules.yml:11 runbook-missing",
    "alert_rules.yml:12 quantile-of-histogram",
    "alert_rules.yml:16 runbook-missing",
    "alert_rules.yml:21 runbook-missing",
    "alert_rules.yml:22 metric-not-exported",
    "alert_rules.yml:26 runbook-missing",
    "alert_rules.yml:27 metric-not-exported",
    "alert_rules.yml:27 metric-not-exported",
    "prometheus.yml:7 rules-not-mounted",
    "prometheus.yml:13 alertmanager-not-composed",
    "prometheus.yml:18 localhost-in-container",
    "prometheus.yml:28 target-not-composed",
    "prometheus.yml:32 target-not-composed",
    "bailbondpro.yml:11 bucket-missing",
  ]);
});

test("twin: nothing is found in the project's own files", async () => {
  const own = [projectFixtures, path.join(projectFixtures, "..", "docker-compose.monitoring.yml")];
  expect(await found(...own)).toEqual([]);
});
