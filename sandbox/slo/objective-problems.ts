import type { Problem } from "../errors.ts";
import { milliseconds } from "../rules/duration.ts";
import { kindOf } from "../rules/checks/kind-of.ts";
import type { FileText } from "../rules/checks/subject.ts";
import { readYamlDocuments } from "../rules/yaml-source.ts";
import { readSlos } from "./read-slos.ts";

/** Everything that `npm run slo` would refuse of the objectives among some files. Buckets are left to their own check. */
export function objectiveProblems(files: readonly FileText[]): readonly Problem[] {
  const objectives = files.filter(({ file, text }) => {
    const [first] = readYamlDocuments(file, text);
    return kindOf(first?.value) === "objectives";
  });
  return readSlos(objectives, milliseconds("30d")).problems;
}
