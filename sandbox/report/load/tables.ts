import { percent } from "../../../load/judge/percent.ts";
import { share, shortMs } from "./figures.ts";
import type { LoadReport } from "./load-report.ts";
import type { Percentiles } from "./percentiles.ts";

const none = "–";
const percentiles = ["p50", "p90", "p95", "p99", "p999", "max"] as const satisfies readonly (keyof Percentiles)[];
const shown: Readonly<Record<string, string>> = { p999: "p99.9" };

/** A table that every form draws in its own way: its first row is the head, `aligned` has `<` or `>` for each column. */
export interface Table {
  readonly aligned: string;
  readonly rows: readonly (readonly string[])[];
}

/** Each objective as each side saw it. */
export function objectivesTable({ objectives, period }: Pick<LoadReport, "objectives" | "period">): Table {
  return {
    aligned: "<<>>>>>>>",
    rows: [
      ["objective", "seen by", "wanted", "reached", "95 % sure", "of", "margin", "burn rate", `${period} budget`],
      ...objectives.map(
        ({ name, source, objective, value, low, high, requests, scrapes, margin, burnRate, budgetSpent }) => [
          name,
          source === "client" ? "client" : "Prometheus",
          percent(objective),
          value === null ? none : percent(value),
          low === null || high === null ? none : between(low, high),
          behind(requests, scrapes),
          margin === null ? none : signed(margin),
          burnRate === null ? none : shortMs(burnRate),
          budgetSpent === null ? none : share(budgetSpent),
        ],
      ),
    ],
  };
}

/** Each trial of a search for the highest rate, in the order in which they were tried. */
export function trialsTable(trials: NonNullable<LoadReport["breakpoint"]>["trials"]): Table {
  const ms = (value: number | null): string => (value === null ? none : shortMs(value));
  return {
    aligned: ">>>>>><",
    rows: [
      ["trial per second", "achieved", "for s", "failed", "p95 ms", "p99 ms", "objectives"],
      ...trials.map(({ rate, achieved, seconds, times, failed, p95, p99, outcome }) => [
        String(rate),
        achieved.toFixed(1),
        times === 1 ? seconds.toFixed(1) : `${times} × step: ${seconds.toFixed(1)}`,
        String(failed),
        ms(p95),
        ms(p99),
        outcome,
      ]),
    ],
  };
}

/** The whole, and each route: counts, and milliseconds from when a request was meant to start. */
export function routesTable(report: LoadReport): Table {
  const failed = Object.values(report.errors).reduce((sum, count) => sum + count, 0);
  const all = { route: "all", sent: report.sent, failed, lost: report.lost, latencyMs: report.latencyMs };
  const routes = report.routes.length > 1 ? report.routes : [];
  return {
    aligned: `<>>>${">".repeat(percentiles.length)}`,
    rows: [
      ["ms from the intended start", "sent", "failed", "lost", ...percentiles.map((one) => shown[one] ?? one)],
      ...[all, ...routes].map(({ route, sent, failed: bad, lost, latencyMs }) => [
        route,
        String(sent),
        String(bad),
        String(lost),
        ...percentiles.map((one) => {
          const ms = latencyMs[one];
          return ms === null ? none : shortMs(ms);
        }),
      ]),
    ],
  };
}

/** What stands behind it, scrapes by their name. */
function behind(requests: number | null, scrapes: number | null): string {
  if (scrapes !== null) return `${scrapes} scrapes`;
  return requests === null ? none : String(requests);
}

/** `99.9–100 %`: where a ratio lies with a confidence of 95 %. */
function between(low: number, high: number): string {
  return `${percent(low).replace(" %", "")}–${percent(high)}`;
}

/** `+0.4 %`: how far a ratio is from what is wanted. */
function signed(difference: number): string {
  return `${difference < 0 ? "−" : "+"}${share(Math.abs(difference))}`;
}
