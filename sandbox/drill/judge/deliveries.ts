import { judgeBound } from "./bound.ts";
import { milliseconds } from "../../rules/duration.ts";
import { clockOf } from "./clock.ts";
import { eventsOf } from "../journal.ts";
import type { EventOf, Journal } from "../journal.ts";
import type { Finding } from "../verdict.ts";

/** Who was told, that it fires and that it is over; and that nobody else was. */
export function judgeDeliveries(journal: Journal): Finding[] {
  const { alert, expect } = journal.drill;
  if (alert === undefined) return [];
  const clock = clockOf(journal);
  const told = eventsOf(journal, "delivery").filter((event) => event.alert === alert);
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
            at: first(told, receiver, "firing"),
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
            at: last(told, receiver, "resolved"),
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

function first(told: readonly EventOf<"delivery">[], receiver: string, status: "firing" | "resolved"): number | null {
  return told.find((event) => event.receiver === receiver && event.status === status)?.at ?? null;
}

/** The last word counts: one that fires again after "resolved" is not resolved. */
function last(told: readonly EventOf<"delivery">[], receiver: string, status: "firing" | "resolved"): number | null {
  const event = told.findLast((one) => one.receiver === receiver);
  return event?.status === status ? event.at : null;
}

function nobodyElse(alert: string, to: readonly string[], told: readonly EventOf<"delivery">[]): Finding {
  const others = [...new Set(told.map((event) => event.receiver))].filter((receiver) => !to.includes(receiver));
  return {
    what: `nobody else told of ${alert}`,
    outcome: others.length === 0 ? "held" : "deviated",
    observed: others.length === 0 ? "nobody else was" : `${others.join(", ")} was told too`,
  };
}
