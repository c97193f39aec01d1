/** The candidate that was most likely meant: at most a third of its letters differ (`foo`: one). */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.ceil(word.length / 3) + 1;
  for (const candidate of candidates) {
    const steps = distance(word.toLowerCase(), candidate.toLowerCase());
    // One that shares no letter in place is no likelier than any other: `a` is not a slip of `xy`.
    if (steps < least && steps < Math.max(word.length, candidate.length)) {
      best = candidate;
      least = steps;
    }
  }
  return best;
}

/** The end of a sentence about an unknown word: what was likely meant, else (unless there are too many) what there is. */
export function suggestion(word: string, candidates: Iterable<string>, { list = true } = {}): string {
  const known = [...new Set(candidates)];
  const meant = nearest(word, known);
  if (meant !== undefined) return `; did you mean \`${meant}\`?`;
  return known.length === 0 || !list ? "" : `; expected one of ${known.map((one) => `\`${one}\``).join(", ")}`;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j] ?? 0, (before[j - 2] ?? 0) + 1);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
