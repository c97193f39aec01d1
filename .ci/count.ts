export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Adds up the summaries ("Tests  1 failed | 12 passed | 2 skipped (15)") of every vitest run in a plain-text log. */
export function count(log: string): Count {
  const summaries = [...log.matchAll(/^ *Tests {2,}(.*)$/gm)].map((match) => match[1] ?? "");
  const sum = (word: string): number =>
    summaries.reduce((total, summary) => total + Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0), 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") + sum("todo") };
}
