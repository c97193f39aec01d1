import type { RouteRecord } from "../../../../load/record.ts";
import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { bar } from "./bar.ts";
import { failedOf } from "./counts.ts";
import { latenciesOf } from "./histogram.ts";
import { count, latency, percent } from "./numbers.ts";
import { table } from "./table.ts";

const columns = [
  { head: "route" },
  { head: "sent", number: true },
  { head: "failed", number: true },
  { head: "lost", number: true },
  { head: "p50", number: true },
  { head: "p95", number: true },
  { head: "p99", number: true },
  { head: "max", number: true },
  { head: "p50 to p99", draws: true },
] as const;

/** Each route's share of the load and what it met; bars are as long as the slowest route's p99. */
export function routesTable(routes: readonly RouteRecord[]): Markup {
  const read = routes.map(({ route, count: of, latency: encoded }) => ({ route, of, met: latenciesOf(encoded) }));
  const slowest = Math.max(0, ...read.map(({ met }) => met.at(0.99) ?? 0));
  const shown = (ms: number | null): string | null => (ms === null ? null : latency(ms));
  return table(
    "Routes",
    columns,
    read.map(({ route, of, met }) => [
      html`<code>${route}</code>`,
      count(of.sent),
      share(failedOf(of), of.sent),
      share(of.lost, of.sent),
      shown(met.at(0.5)),
      shown(met.at(0.95)),
      shown(met.at(0.99)),
      shown(met.max),
      slowest === 0 ? "" : bar((met.at(0.99) ?? 0) / slowest, "", (met.at(0.5) ?? 0) / slowest),
    ]),
  );
}

function share(part: number, all: number): Markup | string {
  if (part === 0 || all === 0) return count(part);
  return html`<span class="bad">${count(part)}</span><br /><span class="quiet small">${percent(part / all)}</span>`;
}
