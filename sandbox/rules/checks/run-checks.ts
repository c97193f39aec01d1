import type { Problem } from "../../errors.ts";
import { suggestion } from "../nearest.ts";
import { checks } from "./checks.ts";
import type { Finding } from "./finding.ts";
import { subjectOf } from "./subject.ts";
import type { FileText } from "./subject.ts";
import { suppressionsIn } from "./suppressions.ts";
import type { Suppression } from "./suppressions.ts";

/** What was found in some files; plain data that survives JSON. */
export interface Checked {
  readonly findings: readonly Finding[];
  /** What a comment allows, with its reason. */
  readonly allowed: readonly (Finding & { readonly reason: string })[];
  /** The files that were read and are something that is checked. */
  readonly files: readonly string[];
}

/** What is wrong with a file itself, as Prometheus would say; and with what allows findings. No comment allows these. */
const ofFiles = "invalid";
const ofComments = "suppression";

/**
 * Pure, and never throws: also that a file can't be read as what it is, is a finding. In the order of files and lines.
 * `refused`: what later stages have against files as such.
 */
export function runChecks(texts: readonly FileText[], refused: readonly Problem[] = []): Checked {
  const subject = subjectOf(texts);
  const checked = new Set(subject.files.filter(({ aside }) => !aside).map(({ file }) => file));
  const aside = new Set(texts.filter((one) => one.aside).map(({ file }) => file));
  const found = checks.flatMap(({ id, find }) =>
    find(subject).flatMap((one): Finding[] => (aside.has(one.file) ? [] : [{ ...one, id }])),
  );
  const suppressions = subject.files.filter(({ file }) => checked.has(file)).flatMap(suppressionsIn);
  const used = new Set<Suppression>();
  const findings: Finding[] = [];
  const allowed: Checked["allowed"][number][] = [];
  for (const finding of unique(found)) {
    const by = suppressions.find((one) => allows(one, finding));
    if (by) {
      used.add(by);
      allowed.push({ ...finding, reason: by.reason });
    } else findings.push(finding);
  }
  const problems = [...subject.problems, ...refused].filter(({ file }) => !aside.has(file));
  const invalid = problems.map((problem): Finding => ({
    ...problem,
    id: ofFiles,
    width: 1,
    fix: "correct this first: what it hides is not checked",
  }));
  const wrong = suppressions.flatMap((one) => complaints(one, used.has(one)));
  return {
    findings: unique([...invalid, ...findings, ...wrong]).toSorted(inOrder),
    allowed: allowed.toSorted(inOrder),
    files: [...checked],
  };
}

function allows({ file, ids, reason, from, to }: Suppression, finding: Finding): boolean {
  return (
    file === finding.file && reason !== "" && ids.includes(finding.id) && from <= finding.line && finding.line <= to
  );
}

function complaints(one: Suppression, used: boolean): Finding[] {
  const { file, line, column, source, ids, reason } = one;
  const known = checks.map(({ id }) => id);
  const unknown = ids.filter((id) => !known.includes(id));
  const say = (message: string, fix: string): Finding => ({
    id: ofComments,
    file,
    line,
    column,
    source,
    message,
    fix,
    width: Math.max(source.trimEnd().length - column + 1, 1),
  });
  if (unknown.length > 0)
    return unknown.map((id) =>
      say(`there is no check \`${id}\`${suggestion(id, known, { list: false })}`, "name one of docs/checks/"),
    );
  if (reason === "") return [say("nothing is allowed without a reason", `write \`allow ${ids.join(", ")}: why\``)];
  return used ? [] : [say(`this allows nothing that is found`, "remove it")];
}

/** The same place may be reached in two ways. */
function unique(findings: readonly Finding[]): Finding[] {
  return [
    ...new Map(findings.map((one) => [[one.id, one.file, one.line, one.column, one.message].join(":"), one])).values(),
  ];
}

function inOrder(a: Finding, b: Finding): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column || a.id.localeCompare(b.id);
}
