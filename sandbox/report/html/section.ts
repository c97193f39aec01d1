import { eventsOf } from "../../drill/journal.ts";
import type { Journal } from "../../drill/journal.ts";
import type { Verdict } from "../../drill/verdict.ts";
import { drawChart } from "./chart.ts";
import { list } from "./findings.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { plotsOf } from "./plots.ts";
import { spanOf } from "./span.ts";
import { drawTimeline } from "./timeline.ts";
import { toldOf } from "./told.ts";

/** One drill and all that is known of it. `id` is its anchor; `open`: nothing is folded away. */
export function section(verdict: Verdict, journal: Journal, id: string, open: boolean): Markup {
  const { outcome, alert, name, title, findings, seconds, factor } = verdict;
  const missed = findings.filter((finding) => finding.outcome !== "held");
  const kept = findings.filter((finding) => finding.outcome === "held");
  const told = toldOf(verdict, journal);
  const span = spanOf(told.from, told.to);
  const drawn = told.to > 0;
  const plots = drawn ? plotsOf(journal, told.from, told.to) : [];
  const inside = [
    ...plots.map((plot) => html`<div class="picture">${drawChart(plot, told.faults, span)}</div>`),
    kept.length > 0
      ? html`<h3>${missed.length > 0 ? "What held" : "Findings"}</h3>
          ${list(kept)}`
      : undefined,
    rule(journal),
    verdict.notes.length > 0
      ? html`<h3>How it was reached</h3>
          <ul class="notes">
            ${verdict.notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
      : undefined,
  ];
  const folded = [
    ...(plots.length > 0 ? [plots.length === 1 ? "1 chart" : `${plots.length} charts`] : []),
    ...(kept.length > 0 ? [kept.length === 1 ? "1 finding that held" : `${kept.length} findings that held`] : []),
    "how it was reached",
  ].join(", ");
  return html`<section class="${outcome}" id="${id}">
<div class="head"><span class="chip ${outcome}">${outcome}</span><h2>${alert === null ? title : `${alert} · ${title}`}</h2>
<span class="facts">${seconds.toFixed(1)} s · factor ${factor}</span></div>
<p class="quiet"><code>${name}</code></p>
${missed.length > 0 ? html`<div class="missed ${outcome}">${list(missed)}</div>` : undefined}
${drawn && told.happened ? html`<div class="picture">${drawTimeline(told, span)}</div>` : undefined}
<details${open ? html` open` : undefined}><summary>${folded}</summary>${inside}</details>
</section>`;
}

function rule(journal: Journal): Markup | undefined {
  const rules = journal.drill.alert === undefined ? [] : eventsOf(journal, "rule");
  if (rules.length === 0) return undefined;
  return html`<h3>${rules.length === 1 ? "The rule" : "The rules"}</h3>
    ${rules.map(
      ({ name, expr, file, line }) =>
        html`<p class="quiet"><b>${name}</b> at <code>${file}:${line}</code></p>
          <pre><code>${expr.trim()}</code></pre>`,
    )}`;
}
