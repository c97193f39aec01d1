import { availableParallelism } from "node:os";
import { FiredrillError } from "../../errors.ts";
import { confirmAll } from "../../prove/confirm.ts";
import type { Confirmable, Confirmation } from "../../prove/confirm.ts";
import { ruleTestFile } from "../../prove/rule-test.ts";
import { promtool } from "../../services/promtool.ts";
import type { Runtime } from "../../stack/service.ts";
import { lastOf } from "../judge/clock.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import type { Plan } from "../plan/plan.ts";
import type { Versions } from "../play/staging.ts";
import type { Fixtures } from "../read/fixtures.ts";
import { confirmableOf } from "./confirmable.ts";

interface Where {
  readonly runtime: Runtime;
  readonly fixtures: Fixtures;
  readonly versions?: Versions;
  readonly signal?: AbortSignal;
}

/** Journals with what promtool says of each; those that show too little are as they were. In order. */
export async function confirmJournals(
  ran: readonly (readonly [Journal, Plan])[],
  { runtime, fixtures, versions, signal }: Where,
): Promise<readonly Journal[]> {
  const tool = promtool(versions?.prometheus);
  const found = ran.flatMap(([journal, plan]): [Journal, Plan, Confirmable][] => {
    const confirmable = confirmableOf(journal, plan, fixtures);
    return confirmable ? [[journal, plan, confirmable]] : [];
  });
  // One run of promtool for each core.
  const cores = availableParallelism();
  const shares = Array.from({ length: cores }, (_, core) => found.filter((_one, i) => i % cores === core));
  const events = await Promise.all(
    shares.map(async (share): Promise<[Journal, JournalEvent][]> => {
      const all = share.map(([, , confirmable]) => confirmable);
      const said = await confirmAll(all, (args, files) => runtime.run(tool, args, files, signal)).catch(
        (error: unknown): Confirmation[] => {
          if (!(error instanceof FiredrillError)) throw error;
          return all.map(() => ({ says: "nothing", output: error.message }));
        },
      );
      return share.flatMap(([journal, plan, { test }], i): [Journal, JournalEvent][] => {
        const by = said[i];
        if (!by || signal?.aborted) return [];
        const files = fixtures.rules
          .map(({ file }) => file)
          .filter((file) => plan.tested.some((rule) => rule.file === file));
        const rules = Object.entries(test.ruleFiles).map(
          ([name, text], n) => [name, { file: files[n] ?? name, text }] as const,
        );
        // The drill was over before.
        const at = lastOf(journal);
        return [[journal, { what: "confirmed", at, by, test: ruleTestFile(test), rules: Object.fromEntries(rules) }]];
      });
    }),
  );
  const eventOf = new Map(events.flat());
  return ran.map(([journal]) => {
    const event = eventOf.get(journal);
    return event ? { ...journal, events: [...journal.events, event] } : journal;
  });
}
