import { basename, dirname, join } from "node:path";
import type { Problem } from "../../errors.ts";
import type { YamlSource } from "../../rules/yaml-source.ts";
import { checkDrill } from "./check-drill.ts";
import type { Names } from "./check-drill.ts";
import type { Drill } from "../drill.ts";
import { entries, nameOf, shown, textOf, yamlFiles } from "./fixture-files.ts";
import { readDrill } from "./read-drill.ts";

/** A drill as it stands in a suite's folder. */
export interface DrillFile {
  readonly suite: string;
  readonly drill: Drill;
  readonly source: YamlSource;
}

/** Every drill of every suite below a directory, and all that is wrong with any. */
export async function readDrills(
  directory: string,
  names: Names,
): Promise<{ readonly drills: readonly DrillFile[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const drills: DrillFile[] = [];
  const taken = new Map<string, string>();
  for (const path of await yamlFiles(directory, problems)) {
    const message = "a drill lies in the folder of a suite; move it to one, such as drills/guide/";
    problems.push({ file: shown(path), line: 1, column: 1, message });
  }
  const suites = await Promise.all(
    (await entries(directory, problems)).map((suite) => yamlFiles(join(directory, suite), problems)),
  );
  for (const path of suites.flat()) {
    const at = { suite: basename(dirname(path)), name: nameOf(path) };
    const text = await textOf(path, problems);
    if (text === undefined) continue;
    const { source, drill, problems: wrong } = readDrill(shown(path), text, at.name);
    problems.push(...wrong);
    const twin = taken.get(at.name);
    if (twin !== undefined)
      problems.push(
        source.problemAt([], `a drill named \`${at.name}\` is in ${twin} already; rename one of the files`),
      );
    taken.set(at.name, source.file);
    problems.push(...checkDrill(source, drill, names));
    if (drill) drills.push({ suite: at.suite, drill, source });
  }
  return { drills, problems };
}
