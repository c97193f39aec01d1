import { execa } from "execa";
import type { Wanted } from "./program.ts";

/**
 * Asks a program for its version; a sentence where it has none to say. Debian's `3.5.3+ds1` reads 3.5.3. `wrap` is put
 * before it where it can't be started as it is.
 */
export async function versionOf(
  file: string,
  wrap: readonly string[] = [],
): Promise<{ readonly version: string } | { readonly unfit: string }> {
  const [program, ...args] = [...wrap, file, "--version"];
  const said = await execa(program, args, {
    all: true,
    reject: false,
    stdin: "ignore",
    timeout: 10_000,
    env: {},
    extendEnv: false,
  });
  // "prometheus, version 3.5.3", "postgres (PostgreSQL) 18.4", "Redis server v=7.0.15".
  const version = /(?:version v?|\) |v=)(\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?)/.exec(said.all ?? "")?.[1];
  if (version !== undefined) return { version };
  if (said.exitCode !== 0) return { unfit: `${file} does not run: ${said.all || said.shortMessage}` };
  return { unfit: `${file} does not say which version it is (built without one?)` };
}

/** Undefined where this version will do; else why not. */
export function whyNot(version: string, wanted: Wanted): string | undefined {
  if (wanted.exactly !== undefined) return version === wanted.exactly ? undefined : `is not ${wanted.exactly}`;
  return compareVersions(version, wanted.minimum) >= 0 ? undefined : `is older than ${wanted.minimum}`;
}

/** Negative, zero or positive, as for sorting. A release candidate comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.candidate === right.candidate) return 0;
  if (left.candidate === "") return 1;
  return right.candidate === "" ? -1 : left.candidate.localeCompare(right.candidate, "en", { numeric: true });
}

function parts(version: string): { readonly numbers: readonly number[]; readonly candidate: string } {
  const [numbers = "", ...candidate] = version.split("-");
  return { numbers: numbers.split(".").map(Number), candidate: candidate.join("-") };
}
