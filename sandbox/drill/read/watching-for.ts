import { FiredrillError } from "../../errors.ts";
import { parseDuration } from "../../rules/duration.ts";
import type { Duration } from "../../rules/duration.ts";
import type { Drill } from "../drill.ts";

/** The same drills where those that say how long to look on do so for another time; rejects (`usage`) where none says so. */
export function watchingFor(time: string, drills: readonly Drill[]): readonly Drill[] {
  if (!isDuration(time))
    throw new FiredrillError("usage", `--watch ${time}: expected a duration above zero, such as 1h`);
  if (drills.every((drill) => drill.watch === undefined))
    throw new FiredrillError(
      "usage",
      `--watch ${time}: none of these drills has a \`watch\`; name one, such as all-quiet`,
    );
  return drills.map((drill) => (drill.watch === undefined ? drill : { ...drill, watch: time }));
}

function isDuration(text: string): text is Duration {
  return (parseDuration(text) ?? 0) > 0;
}
