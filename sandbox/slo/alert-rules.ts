import { milliseconds } from "../rules/duration.ts";
import { burnRate, burnWindows } from "./burn-windows.ts";
import type { BurnWindow, Severity } from "./burn-windows.ts";
import { merged } from "./generated.ts";
import type { GeneratedRule } from "./generated.ts";
import { errorMetric, idMatchers } from "./names.ts";
import { budgetOf } from "./slo.ts";
import type { Slo } from "./slo.ts";

/** The page and the ticket, as far as the objective has them. Both bear one name; `sloth_severity` tells them apart. */
export function alertRules(slo: Slo): GeneratedRule[] {
  return (["page", "ticket"] as const).flatMap((severity): GeneratedRule[] => {
    const alert = slo[severity];
    if (!alert) return [];
    const { name, labels, annotations } = alert;
    return [
      {
        alert: name,
        expr: burning(slo, severity),
        labels: merged({ sloth_severity: severity }, labels),
        annotations: merged(
          {
            summary: "{{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is over expected.",
            title: `(${severity}) {{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is too fast.`,
          },
          annotations,
        ),
      },
    ];
  });
}

function burning(slo: Slo, severity: Severity): string {
  const [quick, slow] = burnWindows[severity];
  return `(\n${both(slo, quick)}\n)\nor\n(\n${both(slo, slow)}\n)\n`;
}

/** The long window says that it matters, the short one that it has not stopped. */
function both(slo: Slo, pair: BurnWindow): string {
  const beyond = (windowMs: number): string =>
    `    max(${errorMetric(windowMs)}${idMatchers(slo)} > (${burnRate(pair, slo.periodMs)} * ${budgetOf(slo)})) without (sloth_window)`;
  return [beyond(milliseconds(pair.short)), "    and", beyond(milliseconds(pair.long))].join("\n");
}
