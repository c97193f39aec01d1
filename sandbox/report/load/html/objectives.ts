import type { ObjectiveVerdict, SideVerdict } from "../../../../load/judge/load-verdict.ts";
import { list } from "../../html/findings.ts";
import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { bar } from "./bar.ts";
import type { Told } from "./facts.ts";
import { count, latency, multiple, percent, shortShare, signed } from "./numbers.ts";
import { table } from "./table.ts";
import type { Cell } from "./table.ts";

const columns = (period: string): Parameters<typeof table>[1] => [
  { head: "outcome" },
  { head: "objective" },
  { head: "seen by" },
  { head: "reached", number: true },
  { head: "margin", number: true },
  { head: "burn rate", number: true },
  { head: `error budget of ${period} spent`, number: true },
];

/** Each objective as each side saw it, what is between them, and what else was looked at. */
export function objectivesSection({ outcome, objectives, thresholds, unexpected, period }: Told): Markup {
  const said = objectives.flatMap((one) => [
    ...sidesOf(one).map(([source, side]) => ({ ...side, what: `${one.name}, seen by ${source}` })),
    ...(one.difference
      ? [
          {
            what: `${one.name}: Prometheus is ${signed(one.difference.value, "points")} from the client`,
            outcome: one.difference.explained ? ("held" as const) : ("inconclusive" as const),
            observed: one.difference.why,
          },
        ]
      : []),
  ]);
  const looked = thresholds.map((one) => ({ ...one, what: `${one.name} ${one.sign} ${one.threshold}` }));
  const others = unexpected ? [{ ...unexpected, what: "every answer was as the profile expects" }] : [];
  return html`<section class="${outcome}">
    <div class="head"><h2>Objectives</h2></div>
    ${
      objectives.length === 0
        ? html`<p class="quiet">No objectives; write <code>load/objectives.yml</code>.</p>`
        : html`${table(
              "Objectives",
              columns(period),
              objectives.flatMap((one) => sidesOf(one).map(([source, side]) => row(one, source, side))),
            )}
            <p class="quiet small">
              In small: where the true share lies nineteen times in twenty, and how many stand behind it. At a burn rate
              of 1 the error budget is spent evenly over its period.
            </p>`
    }
    ${said.length + looked.length + others.length === 0 ? undefined : list([...said, ...looked, ...others])}
  </section>`;
}

function sidesOf({ client, prometheus }: ObjectiveVerdict): (readonly [source: string, side: SideVerdict])[] {
  return [["the\u00a0client", client] as const, ...(prometheus ? [["Prometheus", prometheus] as const] : [])];
}

function row({ name, objective, latencyMs }: ObjectiveVerdict, source: string, side: SideVerdict): Cell[] {
  const { outcome, value, margin, low, high, requests, scrapes, sure, burnRate, budgetSpent } = side;
  const wanted =
    latencyMs === null ? percent(objective) : `${percent(objective)}\u00a0within\u00a0${latency(latencyMs)}`;
  const certain = low === null || high === null ? [] : [`${percent(low, objective)} to ${percent(high, objective)}`];
  const behind = [
    ...certain,
    ...(scrapes === null ? [] : [`of ${count(scrapes)} scrapes`]),
    ...(requests === null ? [] : [`of ${count(requests)}`]),
    ...(outcome === "held" && !sure ? ["too few to be sure"] : []),
  ];
  return [
    html`<span class="chip ${outcome}">${outcome}</span>`,
    html`<b>${name}</b><br /><span class="quiet small">${wanted}</span>`,
    source,
    value === null
      ? null
      : html`${percent(value, objective)}${behind.map((line) => html`<br /><span class="quiet small">${line}</span>`)}`,
    margin === null ? null : signed(margin, "points"),
    burnRate === null
      ? null
      : html`${bar(burnRate, burnRate > 1 ? "deviated" : "held")} <span class="beside">${multiple(burnRate)}</span>`,
    budgetSpent === null ? null : shortShare(budgetSpent),
  ];
}
