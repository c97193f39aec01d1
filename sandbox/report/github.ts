import { isAbsolute, relative, resolve } from "node:path";
import type { Verdict } from "../drill/verdict.ts";
import type { Finding } from "../rules/checks/finding.ts";

/** Where paths are seen from: both absolute. */
export interface Checkout {
  /** Of the repository: annotations are shown on files below it. */
  readonly root: string;
  /** What the paths in a verdict are relative to. */
  readonly cwd: string;
}

/**
 * Workflow commands of GitHub Actions, a line for each drill that did not hold: an error for what deviated, a warning for what is
 * inconclusive, at the alert in its rule file. One each, since no more than ten of a kind are shown of a step; empty where all held.
 */
export function renderAnnotations(verdicts: readonly Verdict[], checkout: Checkout): string {
  return verdicts
    .filter(({ outcome }) => outcome !== "held")
    .map((verdict) => `${annotation(verdict, checkout)}\n`)
    .join("");
}

function annotation(verdict: Verdict, checkout: Checkout): string {
  const { outcome, alert, name, title, findings } = verdict;
  const reasons = findings
    .filter((finding) => finding.outcome !== "held")
    .map((finding) => `${finding.what}: ${finding.observed}`);
  const said = reasons.length > 0 ? reasons : [verdict.notes.at(-1) ?? "no finding"];
  const message = [...said, `(drill ${name})`].join("\n");
  const place = verdict.rule ? placeOf(verdict.rule, checkout) : {};
  const heading = `${alert ?? name} ${outcome}: ${title}`;
  return command(outcome === "deviated" ? "error" : "warning", { ...place, title: heading }, message);
}

/** The same for what a check found: an error each, at its place. */
export function renderFindingAnnotations(findings: readonly Finding[], checkout: Checkout): string {
  return findings
    .map((finding) => {
      const { id, message, fix, width } = finding;
      const place = placeOf(finding, checkout);
      const end = "col" in place ? { endColumn: finding.column + width } : {};
      return `${command("error", { ...place, ...end, title: id }, `${message}\n${fix}`)}\n`;
    })
    .join("");
}

function command(kind: "error" | "warning", properties: Record<string, string | number>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${kind} ${list.join(",")}::${escapeData(message)}`;
}

/** A file outside the repository can't be shown, and then neither can its line. */
function placeOf(
  at: { readonly file: string; readonly line: number; readonly column: number },
  { root, cwd }: Checkout,
): Record<string, string | number> {
  const file = relative(root, resolve(cwd, at.file));
  if (file === "" || file.split(/[/\\]/)[0] === ".." || isAbsolute(file)) return {};
  return { file: file.replaceAll("\\", "/"), line: at.line, col: at.column };
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
