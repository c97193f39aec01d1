import type { Markup } from "../../html/markup.ts";
import type { Latencies } from "./histogram.ts";
import { count, latency } from "./numbers.ts";
import { table } from "./table.ts";

const shares = [0.5, 0.9, 0.95, 0.99, 0.999, 0.9999];

const columns = [
  { head: "percentile" },
  { head: "from the intended start", number: true },
  { head: "from when it was sent", number: true },
  { head: "answers beyond it", number: true },
] as const;

/** What the percentile chart draws, in numbers. A percentile that fewer answers than one lie beyond is the maximum: left out. */
export function percentileTable(intended: Latencies, service: Latencies): Markup {
  const shown = (ms: number | null): string | null => (ms === null ? null : latency(ms));
  const beyond = (share: number): number => Number((intended.answers * (1 - share)).toFixed(6));
  const rows = shares
    .filter((share) => beyond(share) >= 1)
    .map((share) => [
      `p${Number((share * 100).toPrecision(6))}`,
      shown(intended.at(share)),
      shown(service.at(share)),
      count(beyond(share)),
    ]);
  return table("Latency by percentile", columns, [...rows, ["max", shown(intended.max), shown(service.max), "0"]]);
}
