import { scaleClasses } from "../rules/scale-classes.ts";
import { scaleExpr } from "../rules/scale-expr.ts";
import { sampleMetrics, sampleSignals } from "../rules/scale-samples.ts";
import { signalKinds } from "../rules/signals.ts";
import type { PaceCase } from "./pace.ts";
import { random, slotMs } from "./pace-series.ts";

/** Every class that is called exact or corrected, as cases; `for` and the like in turns. */
export function classCases(): (PaceCase & { readonly name: string; readonly key: string })[] {
  return scaleClasses().flatMap(({ sample, signal, expr, class: found, why }, i) => {
    if (found === "not scalable") return [];
    return [
      {
        name: sample.name,
        key: `${found} ${why} ${signal}`,
        expr,
        ...(i % 3 === 0 ? { for: "2m" } : {}),
        ...(i % 5 === 0 ? { keepFiringFor: "1m" } : {}),
        ...(i % 7 === 0 ? { queryOffset: "1m" } : {}),
      },
    ];
  });
}

/** So many different cases that can be scaled, from a grammar of what people write in rules. */
export function generatedCases(count: number, seed: number): PaceCase[] {
  const next = random(seed);
  const found = new Map<string, PaceCase>();
  while (found.size < count) {
    const expr = writer(next)(3);
    const around = {
      signals: sampleSignals,
      recorded: new Set<string>(),
      kind: "record",
      evaluationMs: slotMs,
    } as const;
    if ([6, 60, 120].some((k) => scaleExpr(expr, { ...around, k }).refused.length > 0)) continue;
    const some = (durations: readonly string[]): string | undefined => durations[Math.floor(next() * 8)];
    const [holds, keeps, offset] = [some(["1m", "2m", "3m", "5m"]), some(["1m", "2m"]), some(["30s", "2m"])];
    found.set(expr, {
      expr,
      ...(holds === undefined ? {} : { for: holds }),
      ...(keeps === undefined ? {} : { keepFiringFor: keeps }),
      ...(offset === undefined ? {} : { queryOffset: offset }),
    });
  }
  return [...found.values()];
}

const windows = ["2m", "3m", "5m", "6m", "10m", "90s", "1m30s", "600"];
const ofCounters = ["rate", "increase", "irate", "delta", "idelta", "deriv"];
const ofSamples = ["changes", "resets", "count_over_time", "present_over_time"];
const overTime = ["avg", "sum", "min", "max", "stddev", "stdvar", "last"].map((name) => `${name}_over_time`);
const folds = ["sum", "avg", "min", "max", "stddev", "count", "group"];

/** An expression of so many levels at most, each with the label `job` and no series twice. */
function writer(next: () => number): (depth: number) => string {
  const one = (of: readonly string[]): string => of[Math.floor(next() * of.length)] ?? "";
  const metric = (): string => sampleMetrics[signalKinds[Math.floor(next() * signalKinds.length)] ?? "level"];
  const offset = (): string => one(["", "", "", " offset 2m", " offset 90s", " offset -1m", " @ end()"]);
  const number = (): string => String(Math.round(next() * 6e4) / 1000 + 0.0137);
  const ranged = (): string => `${metric()}[${one(windows)}]${offset()}`;
  const write = (depth: number): string => {
    const inner = (): string => write(depth - 1);
    const leaf = [
      () => `${one(ofCounters)}(${ranged()})`,
      () => `${one(ofSamples)}(${ranged()})`,
      () => `${one(overTime)}(${ranged()})`,
      () => `quantile_over_time(0.${one(["5", "9"])}, ${ranged()})`,
      () => `predict_linear(${ranged()}, ${one(["600", "4 * 3600", "1h"])})`,
      () => `(time() - ${metric()}${offset()})`,
      () => `(${sampleMetrics.timestamp} < time() - ${one(["300", "9 * 60"])})`,
      () => `(time() - max_over_time(timestamp(${metric()})[${one(windows)}:${one(["1m", "2m", ""])}]))`,
      () => metric(),
    ];
    const node = [
      () => `${one(folds)} by (job) (${inner()})`,
      () => `(${inner()}) ${one(["+", "-", "*", "/"])} on (job) (${inner()})`,
      () => `(${inner()}) ${one(["*", "/", "+"])} ${number()}`,
      () => `(${inner()}) ${one([">", "<"])} ${number()}`,
      () => `(${inner()}) ${one(["and", "unless"])} on (job) ((${inner()}) > ${number()})`,
      () => `${one(overTime)}((${inner()})[${one(windows)}:${one(["1m", "30s", "2m", ""])}]${offset()})`,
      () => `deriv((${inner()})[${one(windows)}:1m])`,
      () => `clamp_min(${inner()}, ${number()})`,
      () => `absent(${inner()})`,
    ];
    const kinds = depth > 0 && next() < 0.7 ? node : leaf;
    return kinds[Math.floor(next() * kinds.length)]?.() ?? metric();
  };
  return write;
}
