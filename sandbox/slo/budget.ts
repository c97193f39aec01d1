import { parseDuration } from "../rules/duration.ts";
import { selectors } from "../rules/promql.ts";
import type { Rule } from "../rules/rule-file.ts";

/** The error budget that an alert watches over, as rules that Sloth or `npm run slo` generated say it. */
export interface ErrorBudget {
  /** The objective's: `bailbondpro-errors`. */
  readonly id: string;
  /** The share of events that may be bad. */
  readonly share: number;
  readonly periodMs: number;
  /** The recorded shares of bad events that the alert reads, the shortest window first. */
  readonly windows: readonly { readonly metric: string; readonly windowMs: number }[];
}

const errorRatio = /^slo:sli_error:ratio_rate(\w+)$/;
const dayMs = 86_400_000;

/** Of the objective whose series an alert reads; undefined where it reads none, or the rules don't say its objective. Pure. */
export function budgetOfAlert(alert: Pick<Rule, "expr">, rules: readonly Rule[]): ErrorBudget | undefined {
  const read = selectors(alert.expr).flatMap(({ metric, matchers }) => {
    const windowMs = parseDuration(errorRatio.exec(metric ?? "")?.[1] ?? "");
    const id = matchers.find(({ label, op }) => label === "sloth_id" && op === "=")?.value;
    return metric === undefined || windowMs === undefined || id === undefined ? [] : [{ metric, windowMs, id }];
  });
  const id = read[0]?.id;
  const said = (name: string): number => {
    const rule = rules.find((one) => one.kind === "record" && one.name === name && one.labels["sloth_id"] === id);
    return Number(/^vector\(([\d.e+-]+)\)$/.exec(rule?.expr.trim() ?? "")?.[1]);
  };
  const share = Number((1 - said("slo:objective:ratio")).toPrecision(12));
  const periodMs = said("slo:time_period:days") * dayMs;
  if (id === undefined || !(share > 0) || !(periodMs > 0)) return undefined;
  const windows = new Map(read.filter((one) => one.id === id).map(({ metric, windowMs }) => [metric, windowMs]));
  return {
    id,
    share,
    periodMs,
    windows: [...windows]
      .map(([metric, windowMs]) => ({ metric, windowMs }))
      .toSorted((a, b) => a.windowMs - b.windowMs),
  };
}

/**
 * The share of a period's error budget that went in a window in which so large a share of events was bad, where as much is
 * asked at any time: 14.4 times the budget's share over an hour of 30 days is 0.02.
 */
export function budgetSpent(
  badShare: number,
  windowMs: number,
  { share, periodMs }: Pick<ErrorBudget, "share" | "periodMs">,
): number {
  return (badShare * windowMs) / (share * periodMs);
}
