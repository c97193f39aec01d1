import { formatDuration } from "../duration.ts";
import { durationOf } from "../promql-duration.ts";
import { textOf } from "./change.ts";
import type { Change, Operator } from "./change.ts";

/** A range twice and half as long; an offset as well, or dropped. */
export const windowChanges: Operator = (node, expr) => {
  const ranged = node.name === "MatrixSelector" || node.name === "SubqueryExpr";
  const part = ranged
    ? node.getChild("DurationExpr")
    : node.name === "OffsetExpr"
      ? node.getChild("OffsetDurationExpr")
      : null;
  const ms = part ? durationOf(part, expr) : undefined;
  if (!part || ms === undefined || ms <= 0) return [];
  const was = textOf(part, expr);
  const told = (text: string): string => (ranged ? `[${text}]` : `offset ${text}`);
  const changed = [2 * ms, ms / 2].map((other): Change => {
    const now = formatDuration(other);
    const [short, long] = other > ms ? [was, now] : [now, was];
    return {
      from: part.from,
      to: part.to,
      text: now,
      what: `${told(was)} → ${told(now)}`,
      test: ranged
        ? `a signal that was beyond the limit for longer than ${short} and shorter than ${long}, or came back from it`
        : `a signal that changed between ${short} and ${long} ago`,
    };
  });
  return changed;
};
