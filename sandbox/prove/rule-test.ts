import { stringify } from "yaml";
import { formatDuration } from "../rules/duration.ts";
import type { StretchedSeries } from "../rules/stretch.ts";
import type { Claim } from "./claims.ts";
import { seriesText } from "./ideal.ts";

/** All that a unit test of production's rules is made of. */
export interface RuleTest {
  /** Names its files, and stands beside each claim: of many files promtool does not say which one it is about. */
  readonly name: string;
  readonly ruleFiles: Readonly<Record<string, string>>;
  readonly groupOrder: readonly string[];
  /** Production milliseconds between two evaluations, and from slot to slot. */
  readonly evaluationMs: number;
  readonly slotMs: number;
  readonly series: readonly StretchedSeries[];
  readonly claims: readonly Claim[];
}

/** promtool's file: it names its rule files as they stand beside it. */
export function ruleTestFile({ ruleFiles, groupOrder, evaluationMs, slotMs, ...test }: RuleTest): string {
  return stringify(
    {
      rule_files: Object.keys(ruleFiles),
      evaluation_interval: formatDuration(evaluationMs),
      group_eval_order: groupOrder,
      tests: [
        {
          name: test.name,
          interval: formatDuration(slotMs),
          input_series: test.series.map(({ labels: { __name__: metric = "", ...labels }, samples }) => ({
            series: seriesText(metric, labels),
            values: slotNotation(samples),
          })),
          promql_expr_test: test.claims.map((claim) => ({
            expr: claimedExpr(test.name, claim),
            eval_time: formatDuration(claim.atMs),
            exp_samples: claim.expected ? [claim.expected] : [],
          })),
        },
      ],
    },
    { lineWidth: 0 },
  );
}

/** With what it says, as a comment of PromQL: so promtool itself repeats it where it is not so. */
export function claimedExpr(name: string, { expr, says }: Claim): string {
  return `${expr} # ${name}: ${says}`;
}

/** Samples by slot in promtool's notation, with nothing in between. */
export function slotNotation(samples: StretchedSeries["samples"]): string {
  let next = 0;
  return samples
    .flatMap(([slot, value]) => {
      const empty = slot - next;
      next = slot + 1;
      return [...(empty > 0 ? [`_x${empty}`] : []), value === "stale" ? value : number(value)];
    })
    .join(" ");
}

/** To as many digits as a number has, less those in which arithmetic errs. */
function number(value: number): string {
  return String(Number(value.toPrecision(15))).replace("Infinity", "Inf");
}
