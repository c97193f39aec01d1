import type { Problem } from "../errors.ts";
import { suggestion } from "../rules/nearest.ts";
import { readYamlDocuments } from "../rules/yaml-source.ts";
import type { YamlSource } from "../rules/yaml-source.ts";
import type { Buckets } from "../rules/buckets.ts";
import { indicatorsOf, readOpenSlo } from "./openslo.ts";
import { readSloth } from "./sloth.ts";
import type { Slo } from "./slo.ts";

/** A file of objectives: one or several documents of Sloth's `prometheus/v1` or OpenSLO's `openslo/v1`. */
export interface SloFile {
  readonly file: string;
  readonly text: string;
  /** The buckets of the histograms that there are; undefined: nothing is known of them. */
  readonly buckets?: Buckets;
}

/** What was read of one objective, and where its name stands. */
export interface FoundSlo {
  readonly slo: Slo;
  readonly nameAt: Problem;
}

export interface ReadSlos {
  readonly slos: readonly Slo[];
  readonly problems: readonly Problem[];
  /** What is right and may still surprise: a condition that can never be true, a part that is not read. */
  readonly notes: readonly Problem[];
}

/** What one document holds; also of a document that is wrong, as far as it is legible. */
export interface ReadDocument {
  readonly found: readonly FoundSlo[];
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
}

const expectedForms = "expected `version: prometheus/v1` (Sloth) or `apiVersion: openslo/v1` (OpenSLO)";

/**
 * Reads objectives and everything that is wrong with any of them; an indicator that is named may stand in another file.
 * `periodMs` is for those that don't say their own. Never throws.
 */
export function readSlos(files: readonly SloFile[], periodMs: number): ReadSlos {
  const documents = files.flatMap((one) =>
    readYamlDocuments(one.file, one.text).map((source) => ({ source, buckets: one.buckets })),
  );
  const indicators = indicatorsOf(documents.map(({ source }) => source));
  const read = documents.map(({ source, buckets }): ReadDocument => {
    if (source.problems.length > 0) return { found: [], problems: source.problems, notes: [] };
    const { version, apiVersion } = headOf(source);
    if (version === "prometheus/v1") return readSloth(source, { periodMs, buckets });
    if (apiVersion === "openslo/v1") return readOpenSlo(source, { periodMs, buckets, indicators });
    return { found: [], problems: [unknownForm(source, version, apiVersion)], notes: [] };
  });
  const empty = files
    .filter(({ file }) => !documents.some(({ source }) => source.file === file))
    .map(({ file }): Problem => ({ file, line: 1, column: 1, message: `the file is empty; ${expectedForms}` }));
  const found = read.flatMap((one) => one.found);
  return {
    slos: found.map(({ slo }) => slo),
    problems: [...empty, ...read.flatMap(({ problems }) => problems), ...repeated(found)],
    notes: read.flatMap(({ notes }) => notes),
  };
}

function headOf(source: YamlSource): { readonly version: unknown; readonly apiVersion: unknown } {
  const value = typeof source.value === "object" && source.value !== null ? source.value : {};
  const head = value as Readonly<Record<string, unknown>>;
  return { version: head["version"], apiVersion: head["apiVersion"] };
}

function unknownForm(source: YamlSource, version: unknown, apiVersion: unknown): Problem {
  if (typeof apiVersion === "string" && apiVersion.startsWith("sloth.slok.dev/"))
    return source.problemAt(
      ["apiVersion"],
      "Kubernetes' form of Sloth is not read; write what is under `spec` as a file of its own with `version: prometheus/v1`",
    );
  const key = version === undefined ? "apiVersion" : "version";
  const said = version ?? apiVersion;
  if (typeof said !== "string")
    return source.problemAt([key], `the document does not say what it is; ${expectedForms}`);
  return source.problemAt([key], `unknown form \`${said}\`${suggestion(said, ["prometheus/v1", "openslo/v1"])}`);
}

function repeated(found: readonly FoundSlo[]): Problem[] {
  return found.flatMap(({ slo, nameAt }, i) => {
    const first = found.findIndex((other) => other.slo.id === slo.id);
    const before = found[first];
    if (first === i || !before) return [];
    const where = `${before.nameAt.file}:${before.nameAt.line}`;
    return [
      { ...nameAt, message: `an objective \`${slo.id}\` stands at ${where} already; give this one another name` },
    ];
  });
}
