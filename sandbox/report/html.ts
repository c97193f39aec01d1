import type { Journal } from "../drill/journal.ts";
import { overall } from "../drill/verdict.ts";
import type { Outcome, Timeline, Verdict } from "../drill/verdict.ts";
import { readableDuration } from "../rules/duration.ts";
import { countsOf } from "./counts.ts";
import { html } from "./html/markup.ts";
import type { Markup } from "./html/markup.ts";
import { wholePage } from "./html/page.ts";
import { section } from "./html/section.ts";
import { style } from "./html/style.ts";
import type { RunFacts } from "./json.ts";

/** A verdict and the journal that it was made of. */
export interface Judged {
  readonly verdict: Verdict;
  readonly journal: Journal;
}

const worstFirst: readonly Outcome[] = ["deviated", "inconclusive", "held"];
/** Of more drills than these, those that held are folded. */
const allOpen = 3;

/** One page that needs nothing else, not even scripts: totals, a table of contents, a section for each drill. */
export function renderHtml(judged: readonly Judged[], facts: RunFacts): string {
  const outcome = overall(judged.map(({ verdict }) => verdict.outcome));
  const sorted = judged
    .map((one, index) => ({ ...one, id: `drill-${index + 1}-${one.verdict.name.replace(/[^\w-]/g, "")}` }))
    .toSorted((a, b) => worstFirst.indexOf(a.verdict.outcome) - worstFirst.indexOf(b.verdict.outcome));
  const counts = countsOf(judged.map(({ verdict }) => verdict));
  const folded = judged.length > allOpen;
  return wholePage({
    title: `Firedrill: ${counts}`,
    style,
    header: html`
      <h1>Firedrill <span class="chip ${outcome}">${outcome}</span></h1>
      <p class="quiet">
        ${counts} · ${facts.seconds.toFixed(1)} s, as ${facts.runtime === "process" ? "processes" : "containers"}
      </p>
      <ul class="totals">
        <li><b>${judged.length}</b> ${judged.length === 1 ? "drill" : "drills"}</li>
        ${worstFirst.toReversed().map((each) => {
          const count = judged.filter(({ verdict }) => verdict.outcome === each).length;
          return html`<li class="${count > 0 ? each : "none"}"><b>${count}</b> ${each}</li>`;
        })}
      </ul>
    `,
    main: html`
      ${sorted.length > 1 ? contents(sorted) : undefined}
      <p class="quiet about">
        All times are production time, counted from when the fault was in force (without one, from the steady state);
        the shaded span is the fault.
      </p>
      <ul class="key">
        <li>${swatch("fault")} fault</li>
        <li>${swatch("pending")} pending</li>
        <li>${swatch("firing")} firing</li>
        <li>${dot("firing")} told that it fires</li>
        <li>${dot("resolved")} told that it is resolved</li>
      </ul>
      ${sorted.map(({ verdict, journal, id }) => section(verdict, journal, id, !folded || verdict.outcome !== "held"))}
      <footer>
        Charts are drawn from the recorded samples; the verdicts are made of what Prometheus, Alertmanager and the
        receivers did.
      </footer>
    `,
  });
}

function contents(sorted: readonly (Judged & { readonly id: string })[]): Markup {
  const time = (seconds: number | null): string => (seconds === null ? "–" : readableDuration(seconds * 1000));
  const rows = sorted.map(({ verdict, id }) => {
    const { outcome, alert, title, timeline, seconds } = verdict;
    return html`<tr>
      <td><span class="chip ${outcome}">${outcome}</span></td>
      <td>${alert ?? "–"}</td>
      <td><a href="#${id}">${title}</a></td>
      <td class="number">${time(timeline.pending)}</td>
      <td class="number">${time(timeline.firing)}</td>
      <td class="number">${time(firstTold(verdict, timeline))}</td>
      <td class="number">${seconds.toFixed(1)} s</td>
    </tr>`;
  });
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>outcome</th>
          <th>alert</th>
          <th>drill</th>
          <th class="number">pending</th>
          <th class="number">firing</th>
          <th class="number">first told</th>
          <th class="number">took</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function firstTold({ alert }: Verdict, { deliveries }: Timeline): number | null {
  const times = deliveries
    .filter((one) => one.status === "firing" && one.alert === (alert ?? one.alert))
    .map(({ at }) => at);
  return times.length === 0 ? null : Math.min(...times);
}

function swatch(kind: string): Markup {
  return html`<svg viewBox="0 0 18 10" width="18" height="10" aria-hidden="true">
    <rect class="${kind}" width="18" height="10" rx="2" />
  </svg>`;
}

function dot(status: string): Markup {
  return html`<svg viewBox="0 0 14 14" width="12" height="12" aria-hidden="true">
    <circle class="told-${status}" cx="7" cy="7" r="5" />
  </svg>`;
}
