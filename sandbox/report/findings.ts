import { formatProblem } from "../errors.ts";
import type { Checked } from "../rules/checks/run-checks.ts";
import type { Finding } from "../rules/checks/finding.ts";
import { paint, plain, wrap } from "./style.ts";
import type { TextOptions } from "./style.ts";

/** Findings as people read them: the place, the check's id, the line, what of it is meant, and what to do. */
export function renderFindings({ findings, allowed, files }: Checked, options: TextOptions): string {
  const said = findings.flatMap((finding) => [...lines(finding, options), ""]);
  const silent = allowed.map(
    ({ id, file, line, reason }) => `${paint("yellow", "allowed", options)} ${file}:${line}: ${id}: ${plain(reason)}`,
  );
  const counts = [
    files.length === 1 ? "1 file checked" : `${files.length} files checked`,
    findings.length === 1 ? "1 finding" : `${findings.length} findings`,
    ...(allowed.length > 0 ? [`${allowed.length} allowed`] : []),
  ].join(", ");
  const hint = findings.length > 0 ? "; docs/checks/ has a page for each" : "";
  return [...said, ...silent, paint(findings.length > 0 ? "red" : "green", counts + hint, options), ""].join("\n");
}

function lines(finding: Finding, options: TextOptions): string[] {
  const { id, width, fix, message } = finding;
  const [place = "", line, caret = ""] = formatProblem({ ...finding, message: `${id}: ${message}` }).split("\n");
  const carets = "^".repeat(Math.max(Math.min(width, (line?.length ?? 0) - caret.length + 1), 1));
  const marked = line === undefined ? [] : [line, caret.slice(0, -1) + paint("red", carets, options)];
  return [place, ...marked, ...wrap(fix, Math.max(options.columns, 60) - 4, "").map((text) => `  ${text}`)];
}
