import { eventsOf } from "../journal.ts";
import type { EventOf, Journal } from "../journal.ts";
import type { Finding } from "../verdict.ts";

/** Whether promtool, on the original rule and all that was recorded, says what the scaled rule did; where it was asked. */
export function judgeConfirmed(journal: Journal): Finding[] {
  return eventsOf(journal, "confirmed").map(({ by }) => {
    const what = "promtool says the same of the original rule";
    if (by.says === "nothing")
      return {
        what,
        outcome: "inconclusive",
        observed: `it could not evaluate what was recorded: ${by.output.trim()}`,
      };
    if (by.says === "disagrees") {
      const test = `promtool/${journal.drill.name}.test.yml`;
      return {
        what,
        outcome: "inconclusive",
        observed: `live, ${by.found.join("; live, ")} (by the clock of ${test})`,
      };
    }
    if (by.failsHow === null)
      return {
        what,
        outcome: "inconclusive",
        observed: "it does, but says so whatever happens: nothing tried makes the test fail",
      };
    return { what, outcome: "held", observed: `${claims(by.claims)}, and the test fails ${by.failsHow}` };
  });
}

/** How a verdict was confirmed, in a line; nothing where it was not. */
export function confirmedNotes(journal: Journal): string[] {
  return eventsOf(journal, "confirmed").flatMap(({ by }: EventOf<"confirmed">) =>
    by.says === "agrees" && by.failsHow !== null
      ? [`confirmed by promtool on the original rule: ${claims(by.claims)}, and the test fails ${by.failsHow}`]
      : [],
  );
}

const claims = (count: number): string => `${count} ${count === 1 ? "claim is" : "claims are"} true`;
