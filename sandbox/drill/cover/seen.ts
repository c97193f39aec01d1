import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Problem } from "../../errors.ts";
import type { Drill } from "../drill.ts";
import { judge } from "../judge.ts";
import { firedAlerts } from "../judge/fired.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import { shown } from "../read/fixture-files.ts";
import type { Rule } from "../../rules/rule-file.ts";

/** What the last run of a drill saw. */
export type Seen =
  | { readonly state: "never run" }
  /** It ran, and what it saw is no answer to what the drill asks today. */
  | { readonly state: "no answer"; readonly why: string }
  | {
      readonly state: "seen";
      readonly fired: readonly string[];
      readonly runtime: "container" | "process";
      /** When it began: `2026-11-24T20:10:00.000Z`. */
      readonly at: string;
    };

/** As much of a journal as tells whether it is one. */
const form = z.looseObject({
  schema: z.literal(1),
  drill: z.looseObject({ name: z.string() }),
  events: z.array(z.looseObject({ at: z.number(), what: z.string() })).min(1),
});

/** What the journals of a report directory say of some drills, by name. A directory that is not there says nothing. `rules`: today's. */
export async function readSeen(
  directory: string,
  drills: readonly Drill[],
  rules: readonly Rule[],
): Promise<{ readonly seen: ReadonlyMap<string, Seen>; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const seen = new Map<string, Seen>();
  for (const drill of drills) {
    const file = join(directory, "journals", `${drill.name}.json`);
    const bad = (message: string): void => void problems.push({ file: shown(file), line: 1, column: 1, message });
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT" && error.code !== "ENOTDIR") bad(`can't be read: ${error.message}`);
      return undefined;
    });
    if (text === undefined) continue;
    const journal = parsed(text);
    if (journal) seen.set(drill.name, seenIn(journal, drill, rules));
    else bad("is not the journal of a drill; run the drill again, or name another directory with --report");
  }
  return { seen, problems };
}

function parsed(text: string): Journal | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return form.safeParse(value).success ? (value as Journal) : undefined;
  } catch {
    return undefined;
  }
}

/** Pure. Only of a run that looked to its end is what did not fire known. */
function seenIn(journal: Journal, drill: Drill, rules: readonly Rule[]): Seen {
  const none = (why: string): Seen => ({ state: "no answer", why });
  if (!isDeepStrictEqual(journal.drill, drill)) return none("the drill is another one since");
  const changed = changedSince(journal, rules);
  if (changed.length > 0) return none(`rules changed since: ${changed.join(", ")}`);
  const runtime = eventsOf(journal, "runtime")[0]?.runtime;
  const began = journal.events[0]?.at;
  if (runtime === undefined || began === undefined) return none("the journal does not say where it ran");
  const { outcome, findings } = judge(journal);
  const doubt = findings.find((finding) => finding.outcome === "inconclusive");
  if (outcome === "inconclusive") return none(doubt ? `${doubt.what}: ${doubt.observed}` : "inconclusive");
  if (eventsOf(journal, "collected").length === 0) return none("it deviated before anything was started");
  return { state: "seen", fired: firedAlerts(journal), runtime, at: new Date(began).toISOString() };
}

/** The rules that a journal names and that are no longer what ran: another expression, `for` or label, or gone. */
function changedSince(journal: Journal, rules: readonly Rule[]): string[] {
  const told = ({ kind, name, expr, forMs, labels }: Pick<Rule, "kind" | "name" | "expr" | "forMs" | "labels">) => ({
    kind,
    name,
    expr,
    forMs,
    labels,
  });
  const gone = eventsOf(journal, "rule").filter(
    (ran) => !rules.some((rule) => isDeepStrictEqual(told(rule), told(ran))),
  );
  return [...new Set(gone.map(({ name }) => name))];
}
