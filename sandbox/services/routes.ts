import { durationMs, scaled } from "./scaled.ts";
import { listOf, mapOf, othersThan, pick } from "./yaml-value.ts";
import type { YamlMap } from "./yaml-value.ts";

const waits = { group_wait: 30_000, group_interval: 5 * 60_000, repeat_interval: 4 * 3_600_000 } as const;
const kept = ["receiver", "group_by", "match", "match_re", "matchers", "continue", "labels"];
const timed = { mute_time_intervals: "never muted here", active_time_intervals: "always active here" } as const;

/**
 * The whole tree of routes with its waits divided by the factor. At the root Alertmanager's own defaults are written
 * down, so that they are divided too; below it an unset one is inherited.
 */
export function runRoute(
  route: YamlMap,
  factor: number,
  position = "route",
): { readonly config: Record<string, unknown>; readonly notes: readonly string[] } {
  const children = listOf(route["routes"]).map((child, i) =>
    runRoute(mapOf(child), factor, `${position}.routes[${i}]`),
  );
  const root = position === "route";
  const divided = Object.entries(waits).flatMap(([key, fallback]) =>
    route[key] != null || root ? [[key, scaled(durationMs(route[key], fallback), factor)]] : [],
  );
  const config = {
    ...pick(route, kept),
    ...(Object.fromEntries(divided) as Record<string, string>),
    ...(children.length > 0 ? { routes: children.map((child) => child.config) } : {}),
  };
  const known = [...kept, ...Object.keys(waits), ...Object.keys(timed), "routes"];
  const notes = [
    ...Object.entries(timed).flatMap(([key, meaning]) =>
      route[key] == null ? [] : [`${position}: ${key} is left out, since hours can't be scaled: ${meaning}`],
    ),
    ...othersThan(route, known).map((key) => `${position}: ${key} is left out`),
    ...children.flatMap((child) => child.notes),
  ];
  return { config, notes };
}
