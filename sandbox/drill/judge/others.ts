import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import { firedAlerts } from "./fired.ts";
import { excuseOf } from "./slowness.ts";
import type { Finding } from "../verdict.ts";

/** Of the rules watched, which other alerts fired, and which of them anybody was told of. */
export function judgeOthers(journal: Journal): Finding[] {
  const { alert, expect } = journal.drill;
  const expected = expect.others === "none" ? { firing: [], notified: "none" as const } : expect.others;
  const mayNotify = expected.notified === "none" ? [] : expected.notified;
  const steady = eventsOf(journal, "steady")[0]?.at ?? 0;
  const fired = firedAlerts(journal);
  const notified = distinct(
    eventsOf(journal, "delivery").flatMap(({ status, alert: name, at }) =>
      status === "firing" && at >= steady ? [name] : [],
    ),
  );
  const others = (names: readonly string[]): string[] => names.filter((name) => name !== alert);
  if (eventsOf(journal, "collected").length === 0) {
    return [
      {
        what: "no other alert firing",
        outcome: "inconclusive",
        observed: "never looked for: the drill did not come that far",
      },
    ];
  }
  return [
    compare(journal, "firing", expected.firing, others(fired)),
    // What an inhibition holds back fires without notifying.
    compare(journal, "notified", mayNotify, others(notified)),
  ];
}

function compare(
  journal: Journal,
  what: "firing" | "notified",
  expected: readonly string[],
  seen: readonly string[],
): Finding {
  const surprising = seen.filter((name) => !expected.includes(name));
  const missing = expected.filter((name) => !seen.includes(name));
  const wanted = expected.length === 0 ? `no other alert ${what}` : `others ${what}: ${expected.join(", ")}`;
  if (surprising.length === 0 && missing.length === 0) {
    return { what: wanted, outcome: "held", observed: seen.length === 0 ? "none was" : seen.join(", ") };
  }
  const excuses = surprising.map((name) => excuseOf(journal, name));
  const observed = [
    ...surprising.map((name, i) => `${name} ${what} as well${excuses[i] === undefined ? "" : `, but ${excuses[i]}`}`),
    ...missing.map((name) => `${name} not ${what}`),
  ];
  const excused = missing.length === 0 && !excuses.includes(undefined);
  return { what: wanted, outcome: excused ? "inconclusive" : "deviated", observed: observed.join("; ") };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}
