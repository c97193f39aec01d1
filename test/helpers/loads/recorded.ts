import { readFileSync } from "node:fs";
import { judgeLoad } from "../../../load/judge/judge-load.ts";
import type { LoadRun } from "../../../sandbox/drill/load/load-run.ts";
import { readLoadFixtures } from "../../../sandbox/drill/read/load-fixtures.ts";
import { loadReport } from "../../../sandbox/report/load/json.ts";
import type { LoadReport } from "../../../sandbox/report/load/load-report.ts";
import { projectFixtures } from "../fixtures.ts";

/** The report of a real load of the profile `guide`, as processes on two cores; its spans are left out. */
export async function recordedLoad(): Promise<LoadReport> {
  const run = JSON.parse(readFileSync(new URL("guide.json", import.meta.url), "utf8")) as LoadRun;
  const { objectives } = await readLoadFixtures(projectFixtures);
  const verdict = judgeLoad(run.record, objectives, run.side, run.alerts);
  return loadReport({ run, verdict }, { runtime: "process", found: null, comparison: null });
}
