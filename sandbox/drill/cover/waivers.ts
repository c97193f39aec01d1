import { z } from "zod";
import type { Problem } from "../../errors.ts";
import { suggestion } from "../../rules/nearest.ts";
import { validate } from "../../rules/validate.ts";
import { readYaml } from "../../rules/yaml-source.ts";
import type { Place } from "../../rules/yaml-source.ts";
import { aspects } from "./coverage.ts";
import type { Aspect } from "./coverage.ts";

/** A gap that a team lives with for now. */
export interface Waiver extends Place {
  readonly file: string;
  readonly alert: string;
  readonly reason: string;
  /** The last day on which it counts: `2027-01-31`. */
  readonly until: string;
  /** What the alert may lack. */
  readonly lacks: readonly Aspect[];
}

const entry = z.strictObject({
  alert: z.string("expected the name of an alert"),
  reason: z
    .string("expected a sentence: why nothing shows it yet")
    .refine((text) => text.trim() !== "", "expected a sentence: why nothing shows it yet"),
  until: z
    .string("expected a day such as 2027-01-31")
    .refine((text) => isDay(text), "expected a day such as 2027-01-31"),
  lacks: z
    .array(z.enum(aspects, `expected one of ${aspects.join(", ")}`))
    .min(1, "expected at least one of them; without `lacks` all are meant")
    .optional(),
});
const schema = z.strictObject({ waivers: z.array(entry).nullish() }).nullable();

/** Only the fields that are checked against the rest, wherever they are legible. */
const legible = z.object({
  waivers: z.array(
    z
      .object({ alert: z.string().optional().catch(undefined), until: z.string().optional().catch(undefined) })
      .catch({}),
  ),
});

/**
 * Reads waivers and all that is wrong with them: a missing reason, a day that is past or none, an alert that there is not
 * or that has two. `alerts` undefined: the rules are themselves wrong. `today` as `2026-11-24`.
 */
export function readWaivers(
  file: string,
  text: string,
  alerts: readonly string[] | undefined,
  today: string,
): { readonly waivers: readonly Waiver[]; readonly problems: readonly Problem[] } {
  const source = readYaml(file, text);
  const { value, problems: wrong } = validate(source, schema);
  const problems = [...wrong];
  const read = source.problems.length > 0 ? [] : (legible.safeParse(source.value).data?.waivers ?? []);
  for (const [i, { alert, until }] of read.entries()) {
    const path = ["waivers", i];
    if (alert !== undefined && alerts && !alerts.includes(alert))
      problems.push(source.problemAt([...path, "alert"], `unknown alert \`${alert}\`${suggestion(alert, alerts)}`));
    if (alert !== undefined && read.findIndex((other) => other.alert === alert) < i)
      problems.push(source.problemAt([...path, "alert"], `\`${alert}\` is waived above already; keep one of the two`));
    if (until !== undefined && isDay(until) && until < today)
      problems.push(
        source.problemAt([...path, "until"], `this waiver ran out on ${until}; add the drill, or agree on another day`),
      );
  }
  const waivers = (value?.waivers ?? []).map(({ lacks = aspects, ...rest }, i) => ({
    file,
    ...source.place(["waivers", i]),
    ...rest,
    lacks,
  }));
  return { waivers: problems.length > 0 ? [] : waivers, problems };
}

/** A day of the calendar: the 30th of February is none. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
