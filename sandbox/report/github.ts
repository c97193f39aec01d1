import { isAbsolute, relative, resolve } from "node:path";
import type { Verdict } from "../drill/verdict.ts";

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
  const properties: Record<string, string | number> = {
    ...placeOf(verdict, checkout),
    title: `${alert ?? name} ${outcome}: ${title}`,
  };
  const reasons = findings
    .filter((finding) => finding.outcome !== "held")
    .map((finding) => `${finding.what}: ${finding.observed}`);
  const said = reasons.length > 0 ? reasons : [verdict.notes.at(-1) ?? "no finding"];
  const message = [...said, `(drill ${name})`].join("\n");
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${outcome === "deviated" ? "error" : "warning"} ${list.join(",")}::${escapeData(message)}`;
}

/** A file outside the repository can't be shown, and then neither can its line. */
function placeOf({ rule }: Verdict, { root, cwd }: Checkout): Record<string, string | number> {
  if (!rule) return {};
  const file = relative(root, resolve(cwd, rule.file));
  if (file === "" || file.split(/[/\\]/)[0] === ".." || isAbsolute(file)) return {};
  return { file: file.replaceAll("\\", "/"), line: rule.line, col: rule.column };
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
