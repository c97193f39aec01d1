/** What may be shown in a unit of Grafana's, and how large it can be. */
export interface GrafanaUnit {
  /** Whether a value that measures this may be shown so. */
  fits(unit: string): boolean;
  /** The least and the most that a value of a sane sandbox comes to. */
  readonly range: readonly [number, number];
}

const measured = new Set([
  "seconds",
  "minutes",
  "milliseconds",
  "bytes",
  "bits",
  "percent",
  "ratio",
  "dollars",
  "timestamp",
  "number",
]);
const only =
  (...units: readonly string[]) =>
  (unit: string) =>
    units.includes(unit);
const counted = (unit: string) => !unit.includes("/") && !measured.has(unit);

/** By Grafana's names. What is not among them is used nowhere. */
export const grafanaUnits: Readonly<Record<string, GrafanaUnit>> = {
  reqps: { fits: only("requests/second"), range: [0, 1e4] },
  ops: { fits: only("queries/second"), range: [0, 1e5] },
  s: { fits: only("seconds"), range: [0, 120] },
  m: { fits: only("minutes"), range: [0, 1e5] },
  percentunit: { fits: only("ratio"), range: [-1e4, 1] },
  percent: { fits: only("percent"), range: [0, 1e3] },
  bytes: { fits: only("bytes"), range: [1e3, 1e15] },
  binBps: { fits: only("bytes/second"), range: [0, 1e12] },
  currencyUSD: { fits: only("dollars"), range: [0, 1e9] },
  short: { fits: counted, range: [0, 1e9] },
  /** Without a unit: counts, and how many times as much. */
  none: { fits: (unit) => unit === "ratio" || counted(unit), range: [0, 1e5] },
};
