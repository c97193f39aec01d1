import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { latency, percent } from "./numbers.ts";
import { table } from "./table.ts";
import type { LoadFacts } from "./told.ts";

const columns = [
  { head: "outcome" },
  { head: "what" },
  { head: "before", number: true },
  { head: "now", number: true },
  { head: "change", number: true },
] as const;

/** This load against one that was saved. */
export function comparisonSection({ baseline, outcome, summary, rows }: NonNullable<LoadFacts["comparison"]>): Markup {
  return html`<section class="${outcome}">
    <div class="head">
      <h2>Compared with ${baseline}</h2>
      <span class="chip ${outcome}">${outcome}</span>
    </div>
    <p>${summary}</p>
    ${table(
      `Compared with ${baseline}`,
      columns,
      rows.map((row) => [
        html`<span class="chip ${row.outcome}">${row.outcome}</span>`,
        row.what,
        row.before === null ? null : latency(row.before),
        row.after === null ? null : latency(row.after),
        row.change === null
          ? null
          : html`${signed(row.change)}${
              row.low === null || row.high === null
                ? undefined
                : html`<br /><span class="quiet small">${signed(row.low)} to ${signed(row.high)}</span>`
            }`,
      ]),
    )}
  </section>`;
}

function signed(share: number): string {
  return `${share < 0 ? "−" : "+"}${percent(Math.abs(Math.round(share * 1000) / 1000))}`;
}
