import { disposeAll } from "../../stack/dispose.ts";
import { prometheusReader } from "../../observe/prometheus.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import { versionsOf } from "../../observe/versions.ts";
import type { Runtime } from "../../stack/service.ts";
import { scaledRules } from "../plan/scaled-rules.ts";
import { watchedRules } from "../plan/watched-rules.ts";
import { checkAll } from "../play/play.ts";
import { castOf, stage, stagingNotes } from "../play/staging.ts";
import type { Versions } from "../play/staging.ts";
import type { Rule } from "../../rules/rule-file.ts";
import type { Fixtures } from "../read/fixtures.ts";
import { targetsOf } from "../read/targets.ts";
import { atMeasuringPace } from "./measuring-pace.ts";

/**
 * The whole stack in real time, alert rules watched at their production durations: those whose windows a load can begin to
 * fill. One that looks back for hours would take the first minute for all of them. Disposing takes it down.
 */
export interface LoadedStack extends AsyncDisposable {
  readonly target: URL;
  /** What the target is called where it is scraped; undefined: it is not. */
  readonly instance: string | undefined;
  readonly prometheus: PrometheusReader;
  /** What runs, by service. */
  readonly versions: Readonly<Record<string, string>>;
  /** What runs, what is watched, and what is not as in production: a line each. */
  readonly notes: readonly string[];
  /** Rejects where a service has ended by itself, with the tail of its log. */
  check(): Promise<void>;
}

export async function bootLoadedStack(
  production: Fixtures,
  versions: Versions,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<LoadedStack> {
  const { fixtures, note } = atMeasuringPace(production);
  const { watched, notWatched } = watchedRules(fixtures.rules, { watch: "5m" });
  const staging = { fixtures, factor: 1, rules: scaledRules(fixtures, 1, [], watched).texts, versions };
  const cast = castOf(staging);
  const staged = await stage(cast, runtime, "load", signal);
  try {
    const really = await versionsOf(staged.stack, signal);
    return {
      target: staged.stack.get(cast.api).url("http"),
      instance: targetsOf(fixtures.prometheus)["api"]?.instance,
      prometheus: prometheusReader(staged.stack.get(cast.prometheus).url("http"), signal),
      versions: really,
      notes: [
        [runtime.kind, ...Object.entries(really).map((one) => one.join(" "))].join(", "),
        `alerts watched: ${namesOf(watched) || "none"}`,
        ...(notWatched.length > 0 ? [`not watched: ${namesOf(notWatched)} (longer windows than five minutes)`] : []),
        ...stagingNotes(staging),
        ...(note === undefined ? [] : [note]),
      ],
      check: () => checkAll(staged),
      [Symbol.asyncDispose]: () => staged.stack[Symbol.asyncDispose](),
    };
  } catch (error) {
    await disposeAll([staged.stack]);
    throw error;
  }
}

function namesOf(rules: readonly Rule[]): string {
  return [...new Set(rules.filter(({ kind }) => kind === "alert").map(({ name }) => name))].join(", ");
}
