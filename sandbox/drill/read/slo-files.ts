import { dirname, join } from "node:path";
import { inputError } from "../../errors.ts";
import type { Problem } from "../../errors.ts";
import { readBuckets } from "../../rules/buckets.ts";
import type { Buckets } from "../../rules/buckets.ts";
import { readSlos } from "../../slo/read-slos.ts";
import type { ReadSlos } from "../../slo/read-slos.ts";
import { shown, textOf } from "./fixture-files.ts";

export interface SloFilesOptions {
  /** Of objectives that don't say their own. */
  readonly periodMs: number;
  /** The catalogue of buckets; undefined: `../prometheus/buckets.yml`, seen from each file, where it is there. */
  readonly buckets?: string | undefined;
}

/** Objectives that were found right, and the names of the files that they stand in, as a person would type them. */
export interface SloFiles extends Omit<ReadSlos, "problems"> {
  readonly files: readonly string[];
}

/** Rejects (`input`) with everything that is wrong in all of the files. */
export async function readSloFiles(
  paths: readonly string[],
  { periodMs, buckets: named }: SloFilesOptions,
): Promise<SloFiles> {
  const problems: Problem[] = [];
  const catalogues = new Map<string, Buckets | undefined>();
  for (const catalogue of new Set(paths.map((path) => named ?? beside(path)))) {
    const text = await textOf(catalogue, problems, named === undefined ? "" : undefined);
    if (text === undefined || text === "") continue;
    const read = readBuckets(shown(catalogue), text);
    problems.push(...read.problems);
    catalogues.set(catalogue, read.buckets);
  }
  const files = await Promise.all(
    paths.map(async (path) => {
      const buckets = catalogues.get(named ?? beside(path));
      const text = await textOf(path, problems);
      return text === undefined ? [] : [{ file: shown(path), text, ...(buckets ? { buckets } : {}) }];
    }),
  );
  const read = readSlos(files.flat(), periodMs);
  problems.push(...read.problems);
  if (problems.length > 0) throw inputError(problems);
  return { slos: read.slos, notes: read.notes, files: paths.map(shown) };
}

function beside(path: string): string {
  return join(dirname(path), "..", "prometheus", "buckets.yml");
}
