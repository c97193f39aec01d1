import { formatProblem } from "../errors.ts";
import type { ScaledRules } from "../rules/scale.ts";

const sorts = new Set(["corrected", "rounded"]);

/** What became of each file: what was corrected, assumed or rounded, what was refused and why, and a line that counts. */
export function renderScale(scaled: readonly (readonly [file: string, ScaledRules])[], k: number): string {
  const said = scaled.flatMap(([file, { notes, refused }]) => [
    ...notes.map(
      ({ line, column, what, message }) => `${file}:${line}:${column}: ${sorts.has(what) ? `${what}: ` : ""}${message}`,
    ),
    ...refused.map((problem) => formatProblem({ ...problem, message: `refused: ${problem.message}` })),
  ]);
  const counts = ["corrected", "assumed", "rounded"].flatMap((sort) => {
    const count = scaled.flatMap(([, { notes }]) => notes.filter(({ what }) => what === sort)).length;
    return count === 0 ? [] : [`${count} ${sort}`];
  });
  const left = scaled.flatMap(([, file]) => file.left).length;
  const refused = left === 0 ? "nothing refused" : `${left} left as ${left === 1 ? "it was" : "they were"}`;
  return [...said, `divided by ${k}: ${[...counts, refused].join(", ")}`, ""].join("\n");
}
