import { disposeAll } from "../../stack/dispose.ts";
import { prometheusReader } from "../../observe/prometheus.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import { versionsOf } from "../../observe/versions.ts";
import type { Runtime } from "../../stack/service.ts";
import { alertNames, scaledRules } from "../plan/scaled-rules.ts";
import { checkAll } from "../play/play.ts";
import { castOf, stage, stagingNotes } from "../play/staging.ts";
import type { Versions } from "../play/staging.ts";
import type { Fixtures } from "../read/fixtures.ts";
import { targetsOf } from "../read/targets.ts";
import { atMeasuringPace } from "./measuring-pace.ts";

/** The whole stack in real time, every alert rule watched at its production durations. Disposing takes it down. */
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
  const rules = fixtures.rules.flatMap((file) => file.groups.flatMap((group) => group.rules));
  const staging = { fixtures, factor: 1, rules: scaledRules(fixtures, 1, [], rules).texts, versions };
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
        `alerts watched: ${[...new Set(alertNames(rules))].join(", ") || "none"}`,
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
