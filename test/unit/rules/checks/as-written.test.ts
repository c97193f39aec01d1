import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { filesToCheck } from "../../../../sandbox/drill/read/check-files.ts";
import { runChecks } from "../../../../sandbox/rules/checks/run-checks.ts";
import { projectFixtures } from "../../../helpers/fixtures.ts";

const found = async (...paths: readonly string[]): Promise<string[]> =>
  runChecks(await filesToCheck(paths)).findings.map(({ id, file, line }) => `${path.basename(file)}:${line} ${id}`);

test("what is wrong with the guide as written is named, by check and line", async () => {
  expect(await found(path.join(projectFixtures, "as-written"))).toEqual([
    "docker-compose.monitoring.yml:2 compose-version",
    "docker-compose.monitoring.yml:6 image-not-pinned",
    "docker-compose.monitoring.yml:8 port-open-to-all",
    "docker-compose.monitoring.yml:19 image-not-pinned",
    "docker-compose.monitoring.yml:21 port-open-to-all",
    "docker-compose.monitoring.yml:26 dashboards-without-provider",
    "docker-compose.monitoring.yml:30 image-not-pinned",
    "docker-compose.monitoring.yml:32 port-open-to-all",
    "docker-compose.monitoring.yml:38 node-exporter-rootfs",
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

test("everything that its page lists is found, where the page says", async () => {
  const page = readFileSync(path.join(projectFixtures, "as-written", "README.md"), "utf8");
  const listed = [...page.matchAll(/^\| (\S+):(\d+) \| `/gm)].map(
    ([, file = "", line]) => `${path.basename(file)}:${line}`,
  );
  const findings = await found(path.join(projectFixtures, "as-written"));
  const places = new Set(findings.map((one) => one.split(" ")[0]));
  expect(listed.length).toBeGreaterThan(12);
  expect(listed.filter((place) => !places.has(place))).toEqual([]);
});

test("twin: nothing is found in the project's own files", async () => {
  const own = [projectFixtures, path.join(projectFixtures, "..", "docker-compose.monitoring.yml")];
  expect(await found(...own)).toEqual([]);
});
