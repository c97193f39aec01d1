import { overall } from "../../sandbox/outcome.ts";
import type { Outcome } from "../../sandbox/outcome.ts";
import type { ClientSide } from "../objectives.ts";
import type { Count, LoadRecord } from "../record.ts";
import { answered, answersBelow, unanswered } from "./client-side.ts";
import type { UnexpectedVerdict } from "./load-verdict.ts";

/** An objective, and what came of it as the client saw it. */
interface Judged {
  readonly name: string;
  readonly side: ClientSide;
  readonly outcome: Outcome;
}

/**
 * What came otherwise than the profile expects; null where nothing did. How much of it may be is for the objectives to say: where
 * some count all of it as bad, it is as they judged it. Wrong answers that none counts deviate, since the profile said what is
 * right; where there is no objective at all, that nothing was answered says nothing of the answers, and is inconclusive.
 */
export function judgeUnexpected(
  { count }: Pick<LoadRecord, "count">,
  all: readonly Judged[],
): UnexpectedVerdict | null {
  const { errors, lost, sent } = count;
  const wrong = errors.status + errors.body;
  const failed = wrong + unanswered(count) + lost;
  if (failed === 0) return null;
  const kinds = Object.entries({ ...errors, lost }).flatMap(([kind, of]) => (of > 0 ? [`${of} ${kind}`] : []));
  const what =
    answered(count) === 0
      ? `not one of ${sent} requests was answered`
      : `${failed} of ${sent} requests were not answered as the profile expects`;
  const said = `${what} (${kinds.join(", ")})`;
  const judges = all.filter(({ side }) => takenForGood(count, side) === 0);
  if (judges.length > 0)
    return {
      judged: true,
      outcome: overall(judges.map(({ outcome }) => outcome)),
      observed: `${said}; judged by ${judges.map(({ name }) => name).join(", ")}`,
    };
  const uncounted = Math.min(wrong, ...all.map(({ side }) => takenForGood(count, side)));
  const those = uncounted < failed && all.length > 0 ? `${uncounted} of them` : "them";
  return {
    judged: false,
    outcome: wrong > 0 ? "deviated" : "inconclusive",
    observed: `${said}; no objective counts ${those}, { as-expected: true } would`,
  };
}

/** How many wrong answers, at least, are good ones to an objective. */
function takenForGood({ errors, answers }: Count, side: ClientSide): number {
  if ("as-expected" in side) return 0;
  if (!("status-below" in side)) return errors.status + errors.body;
  if (!answers) return errors.body;
  const bad = Object.values(answers).reduce((sum, one) => sum + one, 0) - answersBelow(answers, side["status-below"]);
  return errors.body + Math.max(0, errors.status - bad);
}
