import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { bar } from "./bar.ts";
import { count, latency, multiple, percent } from "./numbers.ts";
import { table } from "./table.ts";
import type { LoadTold, ObjectiveTold, Side } from "./told.ts";

const columns = [
  { head: "outcome" },
  { head: "objective" },
  { head: "as the client saw it", number: true },
  { head: "as Prometheus saw it", number: true },
  { head: "margin", number: true },
  { head: "error budget spent", number: true },
  { head: "burn rate", number: true },
] as const;

export function objectivesSection({ outcome, objectives }: LoadTold): Markup {
  const differences = objectives.filter(({ difference }) => difference !== null);
  return html`<section class="${outcome}">
    <div class="head"><h2>Objectives</h2></div>
    ${
      objectives.length === 0
        ? html`<p class="quiet">None was asked for: what this load did is below, and nothing is judged by it.</p>`
        : table("Objectives", columns, objectives.map(row))
    }
    ${
      differences.length === 0
        ? undefined
        : html`<h3>Where the two sides differ</h3>
            <ul class="notes">
              ${differences.map(({ name, difference }) => html`<li><b>${name}</b>: ${difference ?? ""}</li>`)}
            </ul>`
    }
  </section>`;
}

function row(one: ObjectiveTold): (Markup | string | null)[] {
  const { outcome, name, objective, latencyMs, client, prometheus, budgetSpent, burnRate } = one;
  const value = client?.value ?? prometheus?.value ?? null;
  const about = latencyMs === null ? percent(objective) : `${percent(objective)} within ${latency(latencyMs)}`;
  return [
    html`<span class="chip ${outcome}">${outcome}</span>`,
    html`<b>${name}</b><br /><span class="quiet">${about}</span>`,
    side(client),
    side(prometheus),
    value === null ? null : points(value - objective),
    budgetSpent === null
      ? null
      : html`${percent(rounded(budgetSpent))}<br />${bar(budgetSpent, budgetSpent > 1 ? "deviated" : "held")}`,
    burnRate === null ? null : multiple(burnRate),
  ];
}

function side(of: Side | null): Markup | null {
  if (!of || of.value === null) return null;
  const range = of.low === null || of.high === null ? undefined : `${percent(of.low)} to ${percent(of.high)}`;
  const requests = of.requests === null ? undefined : `of ${count(of.requests)}`;
  return html`${percent(of.value)}${[range, requests].map((line) => line && html`<br /><span class="quiet small">${line}</span>`)}`;
}

/** Percentage points, with their sign. */
function points(difference: number): string {
  const text = percent(Math.abs(difference)).replace(" %", "");
  return `${difference < 0 ? "−" : "+"}${text} points`;
}

/** Of a budget, a tenth of a percent is enough. */
function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}
