import { basename, join } from "node:path";
import { z } from "zod";
import type { Objectives } from "../../../load/objectives.ts";
import type { LoadProfile } from "../../../load/profile.ts";
import { inputError } from "../../errors.ts";
import type { Problem } from "../../errors.ts";
import { backing } from "../../fault/down.ts";
import type { Surroundings } from "../../fault/fault.ts";
import { readAlertmanagerConfig } from "../../rules/alertmanager-config.ts";
import type { AlertmanagerConfig } from "../../rules/alertmanager-config.ts";
import { readPrometheusConfig } from "../../rules/prometheus-config.ts";
import type { PrometheusConfig } from "../../rules/prometheus-config.ts";
import { readRuleFile } from "../../rules/rule-file.ts";
import type { RuleFile } from "../../rules/rule-file.ts";
import { readSignals } from "../../rules/signals.ts";
import type { Signals } from "../../rules/signals.ts";
import type { YamlSource } from "../../rules/yaml-source.ts";
import { apiRoutes } from "../../services/api.ts";
import type { Names } from "./check-drill.ts";
import { matching, refuseMissing, shown, textOf } from "./fixture-files.ts";
import { legibleLoads, readExpected } from "./load-fixtures.ts";
import { readLoads, unfitForDrills, unfitForSurges } from "./loads.ts";
import { readDrills } from "./read-drills.ts";
import type { DrillFile } from "./read-drills.ts";
import { sandboxTargets, targetsOf } from "./targets.ts";

/** What a team keeps in its repository, read and found right. */
export interface Fixtures {
  readonly prometheus: PrometheusConfig;
  readonly rules: readonly RuleFile[];
  readonly signals: Signals;
  readonly alertmanager: AlertmanagerConfig;
  /** Alertmanager's template files, by name. */
  readonly templates: Readonly<Record<string, string>>;
  /** By name: the file's, without its ending. */
  readonly loads: ReadonlyMap<string, LoadProfile>;
  /** What is expected under any load; empty where nobody says so. */
  readonly objectives: Objectives;
  readonly drills: readonly DrillFile[];
  readonly names: Names;
  /** The files that the configurations were read from. */
  readonly sources: { readonly prometheus: YamlSource; readonly alertmanager: YamlSource };
}

const noTargets =
  `no target of any job runs in the sandbox, so there is nothing to drill; it has ${sandboxTargets.join(", ")} ` +
  "(name one of them in static_configs, as api:3000)";

/** Everything below a fixtures directory. Rejects with all that is wrong in all of its files; nothing is started for it. */
export async function readFixtures(directory: string): Promise<Fixtures> {
  await refuseMissing(directory);
  const problems: Problem[] = [];
  const under = (...parts: string[]): string => join(directory, ...parts);

  const prometheusFile = under("prometheus", "prometheus.yml");
  const alertmanagerFile = under("alertmanager", "alertmanager.yml");
  const signalsFile = under("prometheus", "signals.yml");
  const [prometheusText, alertmanagerText, signalsText] = await Promise.all([
    textOf(prometheusFile, problems),
    textOf(alertmanagerFile, problems),
    textOf(signalsFile, problems, noSignals),
  ]);
  const prometheus =
    prometheusText === undefined ? unread : readPrometheusConfig(shown(prometheusFile), prometheusText);
  const alertmanager =
    alertmanagerText === undefined ? unread : readAlertmanagerConfig(shown(alertmanagerFile), alertmanagerText);
  const { signals, problems: wrongSignals } = readSignals(shown(signalsFile), signalsText ?? noSignals);
  problems.push(...prometheus.problems, ...alertmanager.problems, ...wrongSignals);

  if (prometheus.config && Object.keys(targetsOf(prometheus.config)).length === 0) {
    problems.push(prometheus.source.problemAt(["scrape_configs"], noTargets, { key: true }));
  }

  const rules: RuleFile[] = [];
  const rulePatterns = prometheus.config?.ruleFiles ?? legiblePatterns(prometheus.source);
  let illegible = rulePatterns === undefined;
  for (const [index, pattern] of (rulePatterns ?? []).entries()) {
    const found = await matching(under("prometheus"), pattern, problems);
    for (const path of found) {
      const text = await textOf(path, problems);
      if (text === undefined) illegible = true;
      else rules.push(readRuleFile(shown(path), text));
    }
    if (found.length > 0 || !prometheus.source) continue;
    problems.push(
      prometheus.source.problemAt(["rule_files", index], `no file matches \`${pattern}\`, seen from this file`),
    );
  }
  problems.push(...rules.flatMap((file) => file.problems));

  const loads = await readLoads(under("load"), problems);
  const objectives = await readExpected(under("load"), problems);

  const templates: Record<string, string> = {};
  const patterns = (alertmanager.config?.raw["templates"] ?? []) as readonly string[];
  for (const pattern of patterns) {
    for (const path of await matching(under("alertmanager"), pattern, problems)) {
      templates[basename(path)] = (await textOf(path, problems)) ?? "";
    }
  }

  const legible = !illegible && rules.every((file) => file.source.problems.length === 0);
  const alerts = legible
    ? rules.flatMap((file) => file.groups.flatMap((group) => group.rules.filter(({ kind }) => kind === "alert")))
    : undefined;
  const names: Names = {
    alerts: alerts?.map(({ name }) => name),
    rules: alerts,
    loads: [...loads.keys()],
    unfitLoads: unfitForDrills(loads),
    unfitSurges: unfitForSurges(loads),
    routes: apiRoutes,
    receivers: alertmanager.config?.receivers.map((receiver) => receiver.name),
    services: prometheus.config && visibleServices(targetsOf(prometheus.config)),
  };
  const { drills, problems: wrongDrills } = await readDrills(under("drills"), names);
  problems.push(...wrongDrills);
  const { config, source } = prometheus;
  if (problems.length > 0 || !config || !alertmanager.config || !source || !alertmanager.source || !objectives) {
    throw inputError(problems);
  }
  return {
    prometheus: config,
    rules,
    signals,
    alertmanager: alertmanager.config,
    templates,
    loads: legibleLoads(loads),
    objectives,
    drills,
    names,
    sources: { prometheus: source, alertmanager: alertmanager.source },
  };
}

/** Those that are scraped, and those that the API stands on where it is. */
function visibleServices(targets: Surroundings["targets"]): readonly string[] {
  return [...Object.keys(targets), ...(targets["api"] ? backing : [])];
}

/** Of a prometheus.yml that is wrong elsewhere, so that this hides no mistake in the rules. */
function legiblePatterns(source: YamlSource | undefined): readonly string[] | undefined {
  return z.object({ rule_files: z.array(z.string()) }).safeParse(source?.value).data?.rule_files;
}

const noSignals = "signals: {}";

/** What a file that can't be read lacks is said once, by that. */
const unread = { config: undefined, source: undefined, problems: [] };
