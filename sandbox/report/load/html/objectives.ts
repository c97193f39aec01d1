import { list } from "../../html/findings.ts";
import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { bar } from "./bar.ts";
import { multiple, percent, signed } from "./numbers.ts";
import { table } from "./table.ts";
import type { Cell } from "./table.ts";
import type { LoadTold, ObjectiveTold } from "./told.ts";

const columns = [
  { head: "outcome" },
  { head: "objective" },
  { head: "seen by" },
  { head: "wanted", number: true },
  { head: "reached", number: true },
  { head: "margin", number: true },
  { head: "error budget spent", number: true },
  { head: "burn rate", number: true },
] as const;

const sides = { client: "the client", prometheus: "Prometheus" } as const;

/** Each objective as each side saw it, what stands behind it, and what else was looked at. */
export function objectivesSection({ outcome, objectives, findings }: LoadTold): Markup {
  const said = objectives.map(({ name, source, outcome: of, observed }) => ({
    what: `${name}, seen by ${sides[source]}`,
    outcome: of,
    observed,
  }));
  return html`<section class="${outcome}">
    <div class="head"><h2>Objectives</h2></div>
    ${
      objectives.length === 0
        ? html`<p class="quiet">There was none to keep.</p>`
        : table("Objectives", columns, objectives.map(row))
    }
    ${said.length + findings.length === 0 ? undefined : list([...said, ...findings])}
  </section>`;
}

function row(one: ObjectiveTold): Cell[] {
  const { outcome, name, objective, source, value, budgetSpent, burnRate } = one;
  return [
    html`<span class="chip ${outcome}">${outcome}</span>`,
    html`<b>${name}</b>`,
    sides[source],
    percent(objective),
    value === null ? null : percent(value, objective),
    value === null ? null : signed(value - objective, "points"),
    budgetSpent === null
      ? null
      : html`${bar(budgetSpent, budgetSpent > 1 ? "deviated" : "held")}
          <span class="beside">${percent(tenth(budgetSpent))}</span>`,
    burnRate === null ? null : multiple(burnRate),
  ];
}

/** Of a budget, a tenth of a percent is enough. */
function tenth(share: number): number {
  return Math.round(share * 1000) / 1000;
}
