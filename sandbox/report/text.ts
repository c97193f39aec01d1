import type { Verdict } from "../drill/verdict.ts";
import { readableDuration } from "../rules/duration.ts";
import { countsOf } from "./counts.ts";
import { colourOf, marksOf, paint, plain, wrap } from "./style.ts";
import type { TextOptions } from "./style.ts";
import { renderTimeline } from "./timeline.ts";

/** What a person reads: of each drill its timeline, what did not hold, and how it was reached; one line of summary. Ends with a line break. */
export function renderText(verdicts: readonly Verdict[], options: TextOptions): string {
  const wide = { ...options, columns: Math.max(60, options.columns) };
  const short = options.brief === true ? verdicts.filter((verdict) => verdict.outcome === "held") : [];
  const long = verdicts.filter((verdict) => !short.includes(verdict));
  const blocks = [
    ...(short.length > 0 ? [short.map((verdict) => renderLine(verdict, wide)).join("\n")] : []),
    ...long.map((verdict) => renderVerdict(verdict, wide).join("\n")),
  ];
  return [...blocks, summary(verdicts, wide)].join("\n\n") + "\n";
}

function renderLine(verdict: Verdict, options: TextOptions): string {
  const { firing } = verdict.timeline;
  const fired = firing === null ? "" : `firing at ${readableDuration(firing * 1000)}, `;
  return heading(verdict, options, ` (${fired}${verdict.seconds.toFixed(1)} s)`).join("\n");
}

function renderVerdict(verdict: Verdict, options: TextOptions): string[] {
  const { dot, outcome: flags } = marksOf(options);
  const findings = verdict.findings
    .filter((finding) => options.all === true || finding.outcome !== "held")
    .flatMap((finding) => {
      const text = plain(`${finding.what}: ${finding.observed}`);
      const [line = "", ...rest] = wrap(`${flags[finding.outcome]} ${text}`, options.columns, "  ");
      return [paint(colourOf[finding.outcome], line.slice(0, 1), options) + line.slice(1), ...rest];
    });
  // The dot stays with what it ends, so that no line begins with it.
  const notes = [`${verdict.seconds.toFixed(1)} s`, ...verdict.notes].map(plain).join(`\u00a0${dot} `);
  return [
    ...heading(verdict, options),
    ...renderTimeline(verdict, options),
    ...findings,
    ...wrap(notes, options.columns, "").map((line) => paint("dim", line.replaceAll("\u00a0", " "), options)),
  ];
}

function heading({ outcome, alert, name, title }: Verdict, options: TextOptions, more = ""): string[] {
  const text = plain(`${alert ?? name} ${marksOf(options).dot} ${title}${more}`);
  const [first = "", ...rest] = wrap(`${outcome}  ${text}`, options.columns, "  ");
  // `wrap` takes two blanks for one: the outcome stands apart, as a column of its own.
  return [`${paint(["bold", colourOf[outcome]], outcome, options)}  ${first.slice(outcome.length + 1)}`, ...rest];
}

function summary(verdicts: readonly Verdict[], options: TextOptions): string {
  if (verdicts.length === 0) return paint(colourOf.inconclusive, "inconclusive: there was no drill", options);
  return countsOf(verdicts, (text, outcome) => paint(["bold", colourOf[outcome]], text, options));
}
