import { style } from "../../html/style.ts";

/** Of the page of a load: what drills have, and what they lack. */
export const loadStyle = `${style}
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 10px 28px; align-items: start; }
.charts > * { min-width: 0; }
.charts > .scroll { margin-top: 18px; }
svg.drawing.half { min-width: 0; margin-top: 4px; }
.axes { margin: 0; color: var(--quiet); font-size: 12.5px; line-height: 1.4; }
.small { font-size: 12.5px; }
.bad { color: var(--deviated); font-weight: 600; }
.summary { font-size: 17px; }
section > .scroll, section > .head + * { margin-top: 10px; }
.beside { display: inline-block; min-width: 62px; }
svg.bar { display: inline-block; vertical-align: middle; }
svg.bar:has(+ .beside) { width: 64px; }
svg.bar .track { fill: var(--grid); }
svg.bar .fill { fill: var(--l0); } svg.bar .held { fill: var(--held); } svg.bar .deviated { fill: var(--deviated); } svg.bar .inconclusive { fill: var(--inconclusive); }
svg .alert-band { fill: var(--firing); opacity: 0.1; }
svg .missed-band { fill: var(--deviated); opacity: 0.09; }
svg .trial { stroke-width: 2.5; } svg .trial.held { fill: var(--held); stroke: var(--card); stroke-width: 1.5; }
svg .trial.deviated { fill: none; stroke: var(--deviated); stroke-linecap: round; } svg .trial.inconclusive { fill: var(--card); stroke: var(--inconclusive); }
svg .knee { stroke: var(--held); stroke-width: 1.5; }
svg .knee-label { fill: var(--held); font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 3px; }
.facts dt { color: var(--quiet); } .facts dd { margin: 0; font-variant-numeric: tabular-nums; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 18px; margin: 10px 0; }
@media (max-width: 860px), print {
  table.tall, .tall tr, .tall td { display: block; width: auto; }
  .tall tbody { display: grid; grid-template-columns: repeat(auto-fill, minmax(270px, 1fr)); gap: 0 20px; }
  .tall thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .tall tr { padding: 8px 10px; border-bottom: 1px solid var(--edge); } .tall tr:last-child { border-bottom: 0; }
  .tall td, .tall td.number { display: flex; justify-content: space-between; align-items: baseline; gap: 14px; padding: 2px 0; border: 0; text-align: right; white-space: normal; }
  .tall td::before { content: attr(data-head); color: var(--quiet); font-size: 12.5px; text-align: left; flex: none; }
  .tall td.draws { display: none; }
}
@media (max-width: 560px) {
  main, header { padding-inline: 12px; } header { padding-top: 16px; }
  section { padding: 14px 12px; }
  th, th.number { white-space: normal; vertical-align: bottom; } th, td { padding: 6px 8px; } td.draws, th.draws { display: none; }
  .totals { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; } .totals li { min-width: 0; padding: 8px 12px; } .totals b { font-size: 22px; }
  svg.half text { font-size: 16.5px; } svg.half .tick { font-size: 15.5px; }
  dl.facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: 6px; }
}
@media print {
  .scroll { overflow: visible; } figure, tr { break-inside: avoid; } section { break-inside: auto; } h2, h3 { break-after: avoid; }
  .charts { grid-template-columns: 1fr 1fr; } svg.half text { font-size: 16px; } svg.half .tick { font-size: 15px; }
}
`;
