import type { Count, Failure } from "../record.ts";

const failures = ["connection", "closed", "timeout", "status", "body"] as const satisfies readonly Failure[];

/** Of several threads, or routes, together. */
export function total(counts: readonly Count[]): Count {
  const sum = (of: (count: Count) => number): number => counts.reduce((all, count) => all + of(count), 0);
  const errors = Object.fromEntries(failures.map((failure) => [failure, sum((count) => count.errors[failure])]));
  const statuses = new Set(counts.flatMap(({ answers = {} }) => Object.keys(answers)));
  const answers = [...statuses].map((status) => [status, sum((count) => count.answers?.[status] ?? 0)]);
  return {
    sent: sum((count) => count.sent),
    completed: sum((count) => count.completed),
    errors: errors as Record<Failure, number>,
    answers: Object.fromEntries(answers) as Record<string, number>,
    lost: sum((count) => count.lost),
    unsent: { busy: sum((count) => count.unsent.busy), late: sum((count) => count.unsent.late) },
  };
}
