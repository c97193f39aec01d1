import { boards } from "./boards.ts";
import { buildDashboard } from "./build.ts";
import { runbooksOf } from "./runbooks.ts";

/** The files of fixtures/grafana/dashboards/, texts by name. Pure; `rules`: the rule files that alert of what is shown. */
export function dashboardFiles(rules: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const runbooks = runbooksOf(rules);
  return Object.fromEntries(
    boards.map((board) => [`${board.name}.json`, `${JSON.stringify(buildDashboard(board, runbooks), undefined, 2)}\n`]),
  );
}
