/** What somebody was told of one alert instance. */
export interface Word {
  readonly at: number;
  readonly status: "firing" | "resolved";
  readonly fingerprint: string;
}

/**
 * When all that was said to fire was said to be over, of what one receiver was told of one alert, in order: the last word
 * on each instance counts. Null: not all of it was, or nothing was ever said to fire.
 */
export function allOverAt(words: readonly Word[]): number | null {
  const last = new Map(words.map((word) => [word.fingerprint, word]));
  if (!words.some((word) => word.status === "firing")) return null;
  if ([...last.values()].some((word) => word.status === "firing")) return null;
  return Math.max(...[...last.values()].map((word) => word.at));
}
