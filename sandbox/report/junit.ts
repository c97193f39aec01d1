import type { Finding, Outcome } from "../drill/verdict.ts";

/** A drill or a load, as a suite. */
export interface JunitSuite {
  readonly name: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/**
 * JUnit's XML: a suite for each drill, a case for each finding. What deviated is a failure; what is inconclusive
 * is an error, so that no reader takes it for a pass. A drill without a finding, or whose own outcome is worse than
 * that of its findings, has one more case that says so, of the `whole`.
 */
export function renderJunit(verdicts: readonly JunitSuite[], whole = "the drill"): string {
  const suites = verdicts.map((verdict) => suite(verdict, whole));
  const counts = count(verdicts.flatMap((verdict) => casesOf(verdict, whole)));
  const seconds = verdicts.reduce((sum, verdict) => sum + verdict.seconds, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="firedrill" ${counts} time="${seconds.toFixed(3)}">`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(verdict: JunitSuite, whole: string): string {
  const cases = casesOf(verdict, whole);
  const seconds = verdict.seconds.toFixed(3);
  // The drill's time stands at its suite; a finding has none of its own.
  return [
    `  <testsuite name="${escape(verdict.name)}" ${count(cases)} time="${seconds}">`,
    ...cases.map((finding) => testcase(verdict, finding)),
    `    <system-out>${escape([verdict.title, ...verdict.notes].join("\n"))}</system-out>`,
    "  </testsuite>",
  ].join("\n");
}

function casesOf(verdict: JunitSuite, whole: string): readonly Finding[] {
  const said = verdict.findings.some((finding) => finding.outcome === verdict.outcome);
  if (said) return verdict.findings;
  return [
    ...verdict.findings,
    { what: `${whole} as a whole`, outcome: verdict.outcome, observed: verdict.notes.at(-1) ?? "no finding" },
  ];
}

function testcase(verdict: JunitSuite, finding: Finding): string {
  const open = `    <testcase classname="${escape(verdict.name)}" name="${escape(finding.what)}" time="0">`;
  const observed = escape(finding.observed);
  const inside = {
    held: `<system-out>${observed}</system-out>`,
    deviated: `<failure type="deviated" message="${observed}"></failure>`,
    inconclusive: `<error type="inconclusive" message="${observed}"></error>`,
  } satisfies Record<Outcome, string>;
  return `${open}${inside[finding.outcome]}</testcase>`;
}

function count(cases: readonly Finding[]): string {
  const of = (outcome: Outcome): number => cases.filter((finding) => finding.outcome === outcome).length;
  return `tests="${cases.length}" failures="${of("deviated")}" errors="${of("inconclusive")}" skipped="0"`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** XML 1.0 has no way at all to write most control characters, nor half a surrogate pair: each becomes U+FFFD. */
function escape(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, (found) => (found === "\n" || found === "\t" ? found : "\uFFFD"))
    .replace(/[&<>"\n\t]/g, (found) => entities[found] ?? found);
}
