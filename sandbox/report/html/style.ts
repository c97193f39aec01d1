/** Of the page; colours that can be told apart without seeing colours well, on light and on dark. Nothing is loaded. */
export const style = `
:root { color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1c2330; --quiet: #596273; --edge: #dde1e8; --grid: #e7eaf0;
  --held: #1a7f4b; --held-soft: #dff3e7; --deviated: #b3261e; --deviated-soft: #fde7e5; --inconclusive: #8a5a00; --inconclusive-soft: #fdf0d2;
  --fault: #3d6fb4; --band: #3d6fb41a; --pending: #f2b632; --on-pending: #3b2a00; --firing: #c8372d; --on-firing: #fff; --other: #9a6bb0;
  --l0: #0067b1; --l1: #c24e00; --l2: #007a5a; --l3: #a8478a; --l4: #6d5a00; --l5: #3c8fc4; --l6: #6a4fc0; --l7: #5b6470; }
@media (prefers-color-scheme: dark) { :root {
  --page: #12151b; --card: #1a1f28; --text: #e6e9ef; --quiet: #9ba5b5; --edge: #2d3542; --grid: #28303c;
  --held: #5fd195; --held-soft: #163626; --deviated: #ff8a80; --deviated-soft: #4a1d1a; --inconclusive: #f3c35c; --inconclusive-soft: #41330f;
  --fault: #6ea3e8; --band: #6ea3e822; --pending: #d9a02a; --on-pending: #1f1600; --firing: #e05a50; --on-firing: #1d0504; --other: #b88fcc;
  --l0: #58aef0; --l1: #f08b45; --l2: #35c79b; --l3: #e08cc8; --l4: #cdb745; --l5: #9bd3f5; --l6: #ad98f5; --l7: #aeb6c2; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", sans-serif; }
main, header { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 18px; line-height: 1.35; margin: 0; overflow-wrap: anywhere; }
h3 { font-size: 14px; margin: 20px 0 6px; }
p { margin: 4px 0; }
a { color: inherit; text-decoration-color: var(--quiet); text-underline-offset: 3px; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--l0); outline-offset: 2px; border-radius: 4px; }
code { font: 13px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.totals { display: flex; flex-wrap: wrap; gap: 12px; margin: 18px 0; padding: 0; list-style: none; }
.totals li { background: var(--card); border: 1px solid var(--edge); border-radius: 10px; padding: 10px 18px; min-width: 124px; }
.totals b { display: block; font-size: 26px; line-height: 1.2; }
.totals .held b { color: var(--held); } .totals .deviated b { color: var(--deviated); } .totals .inconclusive b { color: var(--inconclusive); }
.chip { display: inline-block; border-radius: 999px; padding: 1px 10px; font-size: 12.5px; font-weight: 650; white-space: nowrap; }
.chip.held { color: var(--held); background: var(--held-soft); }
.chip.deviated { color: var(--deviated); background: var(--deviated-soft); }
.chip.inconclusive { color: var(--inconclusive); background: var(--inconclusive-soft); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--edge); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 7px 12px; border-bottom: 1px solid var(--edge); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th { font-size: 12.5px; color: var(--quiet); font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
section { background: var(--card); border: 1px solid var(--edge); border-left: 4px solid var(--edge); border-radius: 10px; padding: 16px 20px; margin: 18px 0; scroll-margin-top: 12px; }
section.held { border-left-color: var(--held); } section.deviated { border-left-color: var(--deviated); } section.inconclusive { border-left-color: var(--inconclusive); }
.head { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
.head .facts { margin-left: auto; color: var(--quiet); font-size: 13px; white-space: nowrap; }
.findings { list-style: none; margin: 8px 0; padding: 0; }
.findings li { padding: 3px 0 3px 26px; text-indent: -26px; overflow-wrap: anywhere; }
.findings .mark { display: inline-block; width: 26px; text-indent: 0; font-weight: 700; }
.findings .held .mark { color: var(--held); } .findings .deviated .mark { color: var(--deviated); } .findings .inconclusive .mark { color: var(--inconclusive); }
.missed { border-radius: 8px; padding: 4px 12px; margin: 10px 0; }
.missed.deviated { background: var(--deviated-soft); } .missed.inconclusive { background: var(--inconclusive-soft); }
.picture { overflow-x: auto; }
svg.drawing { display: block; width: 100%; min-width: 640px; height: auto; margin-top: 8px; }
svg text { font: 12px system-ui, "Segoe UI", "Helvetica Neue", sans-serif; fill: var(--text); }
svg .tick { fill: var(--quiet); font-size: 11.5px; }
svg .grid { stroke: var(--grid); stroke-width: 1; }
svg .band { fill: var(--band); }
svg .fault { fill: var(--fault); } svg .pending { fill: var(--pending); } svg .firing { fill: var(--firing); } svg .other { fill: var(--other); }
svg .on-fault, svg .on-firing, svg .on-other { fill: var(--on-firing); font-size: 11.5px; } svg .on-pending { fill: var(--on-pending); font-size: 11.5px; }
svg .told-firing { fill: var(--firing); stroke: var(--card); stroke-width: 1.5; }
svg .told-resolved { fill: var(--card); stroke: var(--held); stroke-width: 2.5; }
svg .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
svg .line-0 { stroke: var(--l0); } svg .line-1 { stroke: var(--l1); stroke-dasharray: 7 4; } svg .line-2 { stroke: var(--l2); stroke-dasharray: 2 4; }
svg .line-3 { stroke: var(--l3); stroke-dasharray: 10 4 2 4; } svg .line-4 { stroke: var(--l4); } svg .line-5 { stroke: var(--l5); stroke-dasharray: 7 4; }
svg .line-6 { stroke: var(--l6); stroke-dasharray: 2 4; } svg .line-7 { stroke: var(--l7); stroke-dasharray: 10 4 2 4; }
svg .threshold { stroke: var(--firing); stroke-width: 1.5; stroke-dasharray: 5 4; }
svg .limit { fill: var(--deviated); font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 3px; }
.about { margin-top: 16px; }
.key { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 6px 0 0; padding: 0; list-style: none; font-size: 12.5px; color: var(--quiet); }
.key svg { vertical-align: -1px; }
figure { margin: 18px 0 0; }
figcaption { font-weight: 600; font-size: 14px; overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 4px 0 0; padding: 0; list-style: none; color: var(--quiet); }
.legend svg { vertical-align: 1px; }
details { margin-top: 10px; }
summary { cursor: pointer; color: var(--quiet); width: fit-content; }
.notes { margin: 6px 0; padding-left: 20px; color: var(--quiet); font-size: 13.5px; overflow-wrap: anywhere; }
pre { margin: 8px 0; padding: 10px 14px; border: 1px solid var(--edge); border-radius: 8px; overflow-x: auto; }
footer { color: var(--quiet); font-size: 13px; padding: 8px 0 40px; }
@media print { details::details-content { content-visibility: visible; } section { break-inside: avoid; } }
`;
