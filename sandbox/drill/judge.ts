import { readableDuration } from "../rules/duration.ts";
import { clockOf, lastOf } from "./judge/clock.ts";
import { judgeConfirmed } from "./judge/confirmed.ts";
import { judgeContent } from "./judge/content.ts";
import { judgeDeliveries } from "./judge/deliveries.ts";
import { nearnessOf } from "./judge/nearness.ts";
import { judgeOthers } from "./judge/others.ts";
import { judgeQuiet } from "./judge/quiet.ts";
import { judgeRestored } from "./judge/restored.ts";
import { judgeTransitions } from "./judge/transitions.ts";
import { impossible } from "./judge/impossible.ts";
import { eventsOf } from "./journal.ts";
import { causeOf } from "./drill.ts";
import type { Journal, JournalEvent } from "./journal.ts";
import { excuseOf } from "./judge/slowness.ts";
import { notesOf } from "./judge/notes.ts";
import { timelineOf } from "./judge/timeline.ts";
import { overall } from "./verdict.ts";
import type { Finding, RulePlace, Verdict } from "./verdict.ts";

/** Pure: one journal always gives one verdict. Examines everything; never stops at the first miss. */
export function judge(journal: Journal): Verdict {
  const findings = findingsOf(journal);
  const began = journal.events[0]?.at ?? 0;
  return {
    name: journal.drill.name,
    title: journal.drill.title,
    alert: journal.drill.alert ?? null,
    rule: ruleOf(journal),
    outcome: overall(findings.map((finding) => finding.outcome)),
    factor: journal.factor,
    seconds: (lastOf(journal) - began) / 1000,
    findings,
    timeline: timelineOf(journal),
    nearness: nearnessOf(journal),
    notes: notesOf(journal),
  };
}

function ruleOf(journal: Journal): RulePlace | null {
  const own = eventsOf(journal, "rule").find(({ kind, name }) => kind === "alert" && name === journal.drill.alert);
  return own ? { file: own.file, line: own.line, column: own.column } : null;
}

function findingsOf(journal: Journal): Finding[] {
  // Neither needs a boot nor a steady state: the alert can't, whatever the sandbox did.
  const hopeless = [...neverExported(journal), ...impossible(journal)];
  if (hopeless.length > 0) return hopeless;
  const confirmed = judgeConfirmed(journal);
  const seen = [
    ...judgeTransitions(journal),
    ...judgeDeliveries(journal),
    ...judgeContent(journal),
    ...judgeOthers(journal),
    ...judgeQuiet(journal),
    ...judgeRestored(journal),
    ...confirmed.filter(({ outcome }) => outcome === "held"),
  ];
  const known = [...doubtsOf(journal), ...confirmed.filter(({ outcome }) => outcome !== "held")];
  const doubts = known.length > 0 || clockOf(journal).onset ? known : [notBegun];
  if (doubts.length === 0) return seen;
  // What was seen in spite of the doubts stands; what was missed may have been missed because of them.
  return [
    ...doubts,
    ...seen.map((finding): Finding =>
      finding.outcome === "deviated" ? { ...finding, outcome: "inconclusive" } : finding,
    ),
  ];
}

const notBegun: Finding = {
  what: "the drill came as far as its fault",
  outcome: "inconclusive",
  observed: "it did not, and says no reason",
};

function neverExported(journal: Journal): Finding[] {
  return eventsOf(journal, "never-exported").map((event) => ({
    what: `${event.rule} can fire`,
    outcome: "deviated",
    observed:
      `can never fire: nothing exports ${event.missing}` +
      (event.nearest === null ? "" : `; did you mean \`${event.nearest}\`?`),
  }));
}

/** Why the sandbox may not have seen what there was to see. */
function doubtsOf(journal: Journal): Finding[] {
  const doubt = (what: string, observed: string): Finding => ({ what, outcome: "inconclusive", observed });
  const behind = eventsOf(journal, "load").flatMap((load) =>
    load.behind === null ? [] : [doubt("the load was as even as it should be", load.behind)],
  );
  const overwhelmed = eventsOf(journal, "surge").flatMap(({ load, behind: why }) =>
    why === null ? [] : [doubt(`the surge ${load} was as much as it should be`, why)],
  );
  const doubts = [
    ...eventsOf(journal, "failed").map((event) => doubt("the sandbox worked", event.message)),
    ...eventsOf(journal, "interrupted").map(() => doubt("the drill ran to its end", "interrupted")),
    ...eventsOf(journal, "fault-not-seen").map((event) =>
      doubt(`the ${causeOf(journal.drill)} took effect`, event.why),
    ),
    ...behind,
    ...overwhelmed,
    ...tooFewEvents(journal),
    ...absentEvidence(journal).map((missing) => doubt("the journal is whole", missing)),
  ];
  const unsteady = eventsOf(journal, "not-steady").map(({ at, why }): Finding => {
    // It saw well enough: the system was as it should be, and an alert fired all the same.
    const outcome = doubts.length === 0 && firesAnyway(journal, at) ? "deviated" : "inconclusive";
    return { what: "the system got steady", outcome, observed: why };
  });
  return [...unsteady, ...doubts];
}

/** Whether an alert fires at a time at which nothing is broken, and no slowness of this machine explains it. */
function firesAnyway(journal: Journal, when: number): boolean {
  return eventsOf(journal, "alert").some(
    ({ name, state, at, until }) =>
      state === "firing" && at <= when && (until === null || until >= when) && excuseOf(journal, name) === undefined,
  );
}

/** What a drill that ran to its end has in its journal: that nothing speaks against it is not enough to hold. */
function absentEvidence(journal: Journal): string[] {
  const has = (what: JournalEvent["what"]): boolean => journal.events.some((event) => event.what === what);
  if (has("failed") || has("interrupted") || has("not-steady")) return [];
  return [
    ...(has("load") ? [] : ["it says nothing of the load"]),
    ...(has("collected") ? [] : ["it does not say that what was seen was collected"]),
    ...(!journal.drill.fault || has("fault-seen") || has("fault-not-seen")
      ? []
      : ["it does not say that the fault was seen"]),
  ];
}

/** Fewer than ten events on the threshold's far side in a window are noise: one more or less would decide. */
function tooFewEvents(journal: Journal): Finding[] {
  const { events } = journal.timing;
  const load = eventsOf(journal, "load")[0];
  if (!events || !load) return [];
  const expected = (load.achievedPerSecond * events.share * events.windowMs) / 1000 / journal.factor;
  if (expected >= 10) return [];
  return [
    {
      what: "enough events to tell the threshold",
      outcome: "inconclusive",
      observed:
        `${expected.toFixed(1)} expected beyond the threshold in a window of ${readableDuration(events.windowMs)} ` +
        `at ${load.achievedPerSecond.toFixed(0)} requests per second and factor ${journal.factor}; ten are needed: ` +
        "lower --scale, or more load",
    },
  ];
}
