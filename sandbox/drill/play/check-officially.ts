import { inputError } from "../../errors.ts";
import { checkAlertmanagerFile, checkPrometheus } from "../../prove/check-config.ts";
import { amtool } from "../../services/amtool.ts";
import { promtool } from "../../services/promtool.ts";
import type { Runtime, Tool } from "../../stack/service.ts";
import type { Fixtures } from "../read/fixtures.ts";
import type { Versions } from "./staging.ts";

/** Asks the releases that will run what they think of the configuration; rejects with all that they say. */
export async function checkOfficially(
  fixtures: Fixtures,
  versions: Versions,
  runtime: Runtime,
  signal: AbortSignal | undefined,
): Promise<void> {
  const runner =
    (tool: Tool) =>
    (args: Parameters<Runtime["run"]>[1], files: Readonly<Record<string, string>>): ReturnType<Runtime["run"]> =>
      runtime.run(tool, args, files, signal);
  const { prometheus, alertmanager } = fixtures.sources;
  const problems = await Promise.all([
    checkPrometheus(prometheus, fixtures.rules, runner(promtool(versions.prometheus))),
    checkAlertmanagerFile(alertmanager, fixtures.templates, runner(amtool(versions.alertmanager))),
  ]);
  if (problems.flat().length > 0) throw inputError(problems.flat());
}

/** What drills need besides services. */
export function toolsOf(versions: Versions): readonly Tool[] {
  return [promtool(versions.prometheus), amtool(versions.alertmanager)];
}
