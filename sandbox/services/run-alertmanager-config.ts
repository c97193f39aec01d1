import { runReceiver } from "./receivers.ts";
import type { InboxAddresses } from "./receivers.ts";
import { runRoute } from "./routes.ts";
import type { RunConfig } from "./run-prometheus-config.ts";
import { durationMs, scaled } from "./scaled.ts";
import { writeYaml } from "./write-yaml.ts";
import { listOf, mapOf, othersThan } from "./yaml-value.ts";
import type { YamlMap } from "./yaml-value.ts";

export interface AlertmanagerPlace {
  readonly factor: number;
  readonly inbox: InboxAddresses;
  /** What the files of the user's templates are called there; their contents may speak for themselves. */
  readonly templates: readonly string[];
}

const known = ["global", "route", "receivers", "inhibit_rules", "templates", "time_intervals", "mute_time_intervals"];

/**
 * Production's alertmanager.yml as it runs here: the same routes, inhibitions and words, every wait divided by the
 * factor, and every receiver built anew to reach the inbox and nothing else. Of `global` only what sends nothing stays.
 */
export function runAlertmanagerConfig(production: YamlMap, place: AlertmanagerPlace): RunConfig {
  const global = mapOf(production["global"]);
  const route = runRoute(mapOf(production["route"]), place.factor);
  const receivers = listOf(production["receivers"]).map((one) => runReceiver(mapOf(one), place.inbox, global));
  const inhibit = listOf(production["inhibit_rules"]);
  const text = writeYaml({
    global: { resolve_timeout: scaled(durationMs(global["resolve_timeout"], 5 * 60_000), place.factor) },
    ...(place.templates.length > 0 ? { templates: place.templates } : {}),
    route: route.config,
    ...(inhibit.length > 0 ? { inhibit_rules: inhibit } : {}),
    receivers: receivers.map((one) => one.config),
  });
  const notes = [
    ...othersThan(production, known).map((key) => `alertmanager.yml: ${key} is left out`),
    ...route.notes,
    ...receivers.flatMap((one) => one.notes),
  ];
  return { text, notes };
}
