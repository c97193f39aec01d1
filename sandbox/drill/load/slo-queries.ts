import { join } from "node:path";
import type { Objectives } from "../../../load/objectives.ts";
import { inputError } from "../../errors.ts";
import type { Problem } from "../../errors.ts";
import { milliseconds } from "../../rules/duration.ts";
import { suggestion } from "../../rules/nearest.ts";
import { readYaml } from "../../rules/yaml-source.ts";
import { errorRatioOver } from "../../slo/error-ratio.ts";
import { shown, textOf, yamlFiles } from "../read/fixture-files.ts";
import { readSloFiles } from "../read/slo-files.ts";
import type { SloQueries } from "./ask-prometheus.ts";

/**
 * How the objectives of `slo/` in a fixtures directory ask Prometheus, by their names and ids, over `{{window}}`. Rejects
 * (`input`) with all that is wrong with those files, and where a load is to be judged by one that there is not.
 */
export async function readSloQueries(
  directory: string,
  { period, objectives }: Pick<Objectives, "period" | "objectives">,
): Promise<SloQueries> {
  const problems: Problem[] = [];
  const paths = await yamlFiles(join(directory, "slo"), problems);
  const { slos } = await readSloFiles(paths, { periodMs: milliseconds(period) });
  const queries = Object.fromEntries(
    slos.flatMap(({ id, name, sli }) => {
      const query = { ratio: `1 - (\n${errorRatioOver(sli, "{{window}}")})` };
      return [[name, query] as const, [id, query] as const];
    }),
  );
  const file = join(directory, "load", "objectives.yml");
  const source = readYaml(shown(file), (await textOf(file, problems, "")) ?? "");
  for (const [i, { prometheus }] of objectives.entries()) {
    if (!prometheus || !("slo" in prometheus) || queries[prometheus.slo]) continue;
    const known = slos.map(({ name }) => name);
    const message = `no SLO \`${prometheus.slo}\` stands in ${shown(join(directory, "slo"))}${suggestion(prometheus.slo, known)}`;
    problems.push(source.problemAt(["objectives", i, "prometheus", "slo"], message));
  }
  if (problems.length > 0) throw inputError(problems);
  return queries;
}
