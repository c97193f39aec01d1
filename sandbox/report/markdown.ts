import { overall } from "../drill/verdict.ts";
import type { Outcome, Verdict } from "../drill/verdict.ts";
import { countsOf } from "./counts.ts";
import type { RunFacts } from "./json.ts";
import { marksOf, plain } from "./style.ts";
import { renderTimeline } from "./timeline.ts";

const columns = { columns: 96, colour: false } as const;
/** GitHub refuses a summary of more than a MiB. */
const mostBytes = 900_000;

/** A job summary: what came out, a table of the drills, all about those that did not hold, the rest folded away. */
export function renderMarkdown(verdicts: readonly Verdict[], facts: RunFacts): string {
  const whole = markdownOf(verdicts, facts, true);
  return Buffer.byteLength(whole) <= mostBytes ? whole : markdownOf(verdicts, facts, false);
}

function markdownOf(verdicts: readonly Verdict[], facts: RunFacts, withHeld: boolean): string {
  const outcome = overall(verdicts.map((verdict) => verdict.outcome));
  const bad = verdicts.filter((verdict) => verdict.outcome !== "held");
  const held = verdicts.filter((verdict) => verdict.outcome === "held");
  const blocks = [
    `## ${flag(outcome)} Firedrill: ${countsOf(verdicts)}`,
    `${facts.seconds.toFixed(1)} s as ${facts.runtime === "process" ? "processes" : "containers"}; times of the drills are production time.`,
    ...(verdicts.length === 0 ? [] : [table([...bad, ...held])]),
    ...bad.flatMap(section),
    ...(held.length > 0 && withHeld ? held.map(folded) : []),
    ...(held.length > 0 && !withHeld ? ["The drills that held are left out here: the summary would be too long."] : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function flag(outcome: Outcome): string {
  return { held: "✅", deviated: "❌", inconclusive: "⚠️" }[outcome];
}

function table(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ outcome, alert, title, name, seconds, factor }) => [
    `${flag(outcome)} ${outcome}`,
    alert === null ? "–" : escapeMarkdown(alert),
    `${escapeMarkdown(title)}<br>\`${name.replaceAll(/[`|]/g, "")}\``,
    seconds.toFixed(1),
    String(factor),
  ]);
  return ["| outcome | alert | drill | seconds | factor |", "| --- | --- | --- | ---: | ---: |"]
    .concat(rows.map((cells) => `| ${cells.join(" | ")} |`))
    .join("\n");
}

function section(verdict: Verdict): string[] {
  const heading = `### ${flag(verdict.outcome)} ${escapeMarkdown(`${verdict.alert ?? verdict.name} · ${verdict.title}`)}`;
  const missed = verdict.findings.filter((finding) => finding.outcome !== "held");
  const kept = verdict.findings.filter((finding) => finding.outcome === "held");
  const rule = verdict.rule ? [`The rule stands at \`${verdict.rule.file}:${verdict.rule.line}\`.`] : [];
  return [
    heading,
    ...(missed.length > 0 ? [findings(missed)] : []),
    ...timeline(verdict),
    ...rule,
    ...(kept.length > 0 ? [details(`${kept.length} that held`, findings(kept))] : []),
    notes(verdict),
  ];
}

function folded(verdict: Verdict): string {
  const { outcome, alert, name, title } = verdict;
  const summary = `${flag(outcome)} ${alert ?? name} · ${title}`;
  return details(summary, ...timeline(verdict), findings(verdict.findings), notes(verdict));
}

function findings(list: Verdict["findings"]): string {
  const { outcome: marks } = marksOf(columns);
  return list
    .map(
      ({ what, outcome, observed }) => `- ${marks[outcome]} **${escapeMarkdown(what)}**: ${escapeMarkdown(observed)}`,
    )
    .join("\n");
}

function timeline(verdict: Verdict): string[] {
  const text = renderTimeline(verdict, columns).join("\n");
  if (text === "") return [];
  // A fence longer than whatever stands inside.
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return [`${fence}text\n${text}\n${fence}`];
}

function notes(verdict: Verdict): string {
  return `<sub>${[`${verdict.seconds.toFixed(1)} s`, ...verdict.notes].map(escapeHtml).join(" · ")}</sub>`;
}

/** The line of `<summary>` is HTML; what follows its blank line is Markdown again. */
function details(summary: string, ...blocks: readonly string[]): string {
  return [`<details><summary>${escapeHtml(summary)}</summary>`, ...blocks, "</details>"].join("\n\n");
}

/** As text in a line of Markdown, whatever it holds. */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text).replace(/[\\`*_{}[\]()#+!|~@]/g, (found) => `\\${found}`);
}

function escapeHtml(text: string): string {
  return plain(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
