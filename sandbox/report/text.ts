import type { Verdict } from "../drill/verdict.ts";
import { countsOf } from "./counts.ts";
import { colourOf, marksOf, paint, plain, wrap } from "./style.ts";
import type { TextOptions } from "./style.ts";
import { renderTimeline } from "./timeline.ts";

/** What a person reads: of each drill its timeline, what did not hold, and how it was reached; one line of summary. Ends with a line break. */
export function renderText(verdicts: readonly Verdict[], options: TextOptions): string {
  const wide = { ...options, columns: Math.max(60, options.columns) };
  const blocks = verdicts.map((verdict) => renderVerdict(verdict, wide).join("\n"));
  return [...blocks, summary(verdicts, wide)].join("\n\n") + "\n";
}

function renderVerdict(verdict: Verdict, options: TextOptions): string[] {
  const { dot, outcome: flags } = marksOf(options);
  const subject = verdict.alert === null ? verdict.name : verdict.alert;
  const [first = "", ...more] = wrap(
    `${verdict.outcome}  ${plain(`${subject} ${dot} ${verdict.title}`)}`,
    options.columns,
    "  ",
  );
  const head = paint(["bold", colourOf[verdict.outcome]], verdict.outcome, options);
  // `wrap` takes two blanks for one: the outcome stands apart, as a column of its own.
  const header = [`${head}  ${first.slice(verdict.outcome.length + 1)}`, ...more];
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
    ...header,
    ...renderTimeline(verdict, options),
    ...findings,
    ...wrap(notes, options.columns, "").map((line) => paint("dim", line.replaceAll("\u00a0", " "), options)),
  ];
}

function summary(verdicts: readonly Verdict[], options: TextOptions): string {
  if (verdicts.length === 0) return paint(colourOf.inconclusive, "inconclusive: there was no drill", options);
  return countsOf(verdicts, (text, outcome) => paint(["bold", colourOf[outcome]], text, options));
}
