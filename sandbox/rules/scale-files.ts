import { readRules } from "./rule-file.ts";
import { type FileOptions, recordedBy, scaleRuleFile, type ScaledRules } from "./scale.ts";
import type { Signals } from "./signals.ts";

export interface RuleText {
  readonly file: string;
  readonly text: string;
}

/**
 * Rule files that Prometheus loads together, in order: rules of one read what those of another record, and what reads
 * something that is refused is refused, in whatever file.
 */
export function scaleRuleFiles(
  files: readonly RuleText[],
  k: number,
  signals: Signals,
  options: Omit<FileOptions, "unscaled"> = {},
): ScaledRules[] {
  const recorded = new Set(files.flatMap(({ file, text }) => recordedBy(readRules(file, text))));
  let unscaled: ReadonlySet<string> = new Set();
  for (;;) {
    const known = unscaled;
    const scaled = files.map(({ file, text }) =>
      scaleRuleFile(file, text, k, signals, recorded, { ...options, unscaled: known }),
    );
    unscaled = new Set([...known, ...scaled.flatMap((one) => [...one.unscaled])]);
    if (files.length < 2 || unscaled.size === known.size) return scaled;
  }
}
