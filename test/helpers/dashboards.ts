import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { measuresOf } from "../../sandbox/dashboards/measures.ts";
import type { Measures } from "../../sandbox/dashboards/measures.ts";
import { readDashboard } from "../../sandbox/dashboards/dashboard-file.ts";
import type { ReadDashboard } from "../../sandbox/dashboards/dashboard-file.ts";
import { readCatalogue } from "../../sandbox/rules/metric-catalogue.ts";
import { readFaultTable } from "../../sandbox/dashboards/fault-panels.ts";
import type { FaultTable } from "../../sandbox/dashboards/fault-panels.ts";
import { projectFixtures } from "./fixtures.ts";

/** The texts of a directory of the project's fixtures, by name. */
export function fixtureTexts(...place: readonly string[]): Readonly<Record<string, string>> {
  const directory = path.join(projectFixtures, ...place);
  return Object.fromEntries(
    readdirSync(directory).map((name) => [name, readFileSync(path.join(directory, name), "utf8")]),
  );
}

/** The dashboards that are provisioned. */
export function projectDashboards(): readonly ReadDashboard[] {
  return Object.entries(fixtureTexts("grafana", "dashboards")).map(([name, text]) => readDashboard(name, text));
}

/** What the project's metrics.yml declares. */
export function projectMeasures(): Measures {
  const file = path.join(projectFixtures, "prometheus", "metrics.yml");
  return measuresOf(readCatalogue("metrics.yml", readFileSync(file, "utf8")).catalogue);
}

/** Which fault shows in which of them. */
export function projectFaultTable(): FaultTable {
  const file = path.join(projectFixtures, "grafana", "faults.yml");
  return readFaultTable("faults.yml", readFileSync(file, "utf8")).table;
}
