import { judgeBound } from "./bound.ts";
import { milliseconds } from "../../rules/duration.ts";
import { clockOf } from "./clock.ts";
import { earliestEnd } from "./transitions.ts";
import { allOverAt } from "../last-word.ts";
import { eventsOf } from "../journal.ts";
import type { EventOf, Journal } from "../journal.ts";
import type { Finding } from "../verdict.ts";

/** Who was told, that it fires and that it is over; and that nobody else was. */
export function judgeDeliveries(journal: Journal): Finding[] {
  const { alert, expect } = journal.drill;
  if (alert === undefined) return [];
  const clock = clockOf(journal);
  // What was said before the fault is not the fault's doing.
  const since = clock.onset ? clock.onset.at - clock.onset.bracketMs : 0;
  const told = eventsOf(journal, "delivery").filter((event) => event.alert === alert && event.at >= since);
  const findings: Finding[] = [];
  if (expect.delivered) {
    const { to, within } = expect.delivered;
    for (const receiver of to) {
      findings.push(
        judgeBound(
          {
            what: `${receiver} told of ${alert} within ${within}`,
            event: "told",
            withinMs: milliseconds(within),
            origin: clock.onset,
            at: told.find((event) => event.receiver === receiver && event.status === "firing")?.at ?? null,
          },
          clock,
        ),
      );
    }
    findings.push(nobodyElse(alert, to, told));
  }
  const notice = expect["resolved-notice"];
  if (notice) {
    // To those who should have been told; without such an expectation, to those who were.
    const receivers = expect.delivered?.to ?? [...new Set(told.map((event) => event.receiver))];
    for (const receiver of receivers) {
      findings.push(
        judgeBound(
          {
            what: `${receiver} told that ${alert} is resolved within ${notice.within}`,
            event: "told that it is resolved",
            withinMs: milliseconds(notice.within),
            origin: clock.lifted,
            at: allOverAt(told.filter((event) => event.receiver === receiver)),
            earliest: earliestEnd(journal),
          },
          clock,
        ),
      );
    }
    if (receivers.length === 0) {
      const what = `a notice that ${alert} is resolved within ${notice.within}`;
      findings.push({ what, outcome: "deviated", observed: "nobody was ever told that it fires" });
    }
  }
  return findings;
}

function nobodyElse(alert: string, to: readonly string[], told: readonly EventOf<"delivery">[]): Finding {
  const others = [...new Set(told.map((event) => event.receiver))].filter((receiver) => !to.includes(receiver));
  return {
    what: `nobody else told of ${alert}`,
    outcome: others.length === 0 ? "held" : "deviated",
    observed: others.length === 0 ? "nobody else was" : `${others.join(", ")} was told too`,
  };
}
