/** One scraped series while all is well, and while an ideal fault is on: what virtual time is fed with. */
export interface IdealSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A counter's numbers are growth per second, a gauge's are its value. */
  readonly type: "counter" | "gauge";
  /** `stale`: it is not there. */
  readonly before: number | "stale";
  readonly during: number | "stale";
  /** Once the fault was there and is gone; as before where it is not given. */
  readonly after?: number | "stale";
}

/** A stretch of time in which the fault is on or off. */
export interface Phase {
  readonly ms: number;
  readonly fault: boolean;
}

/** A series over phases in promtool's notation, a sample every `stepMs`: `0+100x600 60080+80x400`. */
export function notation(series: IdealSeries, phases: readonly Phase[], stepMs: number): string {
  let counter = 0;
  /** Of the phase before: a sample on the border counts what came until then. */
  let grown: number | undefined;
  const firstFault = phases.findIndex((phase) => phase.fault);
  const parts = phases.flatMap((phase, turn): string[] => {
    const samples = Math.round(phase.ms / stepMs);
    if (samples === 0) return [];
    const healed = firstFault >= 0 && turn > firstFault ? (series.after ?? series.before) : series.before;
    const value = phase.fault ? series.during : healed;
    // A counter whose target comes back starts again from nothing, as a restarted process does.
    if (value === "stale") {
      counter = 0;
      grown = undefined;
      return samples === 1 ? ["stale"] : ["stale", `_x${samples - 1}`];
    }
    // `a+bxn` is n + 1 samples.
    if (series.type === "gauge") return [`${number(value)}x${samples - 1}`];
    const growth = (value * stepMs) / 1000;
    const from = counter + (grown ?? growth);
    counter = from + growth * (samples - 1);
    grown = growth;
    return [`${number(from)}+${number(growth)}x${samples - 1}`];
  });
  return parts.join(" ");
}

/** promtool's notation takes no exponents. */
function number(value: number): string {
  return String(Number(value.toFixed(9)));
}

/** `metric{label="value"}`, quoted as Prometheus reads it. */
export function seriesText(metric: string, labels: Readonly<Record<string, string>>): string {
  return `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(",")}}`;
}
