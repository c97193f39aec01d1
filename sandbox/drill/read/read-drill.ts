import { z } from "zod";
import type { Problem } from "../../errors.ts";
import { isFaultKind, faults } from "../../fault/faults.ts";
import type { FaultSpec } from "../../fault/fault.ts";
import { suggestion } from "../../rules/nearest.ts";
import { durationLike, validate } from "../../rules/validate.ts";
import { readYaml } from "../../rules/yaml-source.ts";
import type { YamlSource } from "../../rules/yaml-source.ts";
import type { Drill } from "../drill.ts";

const duration = durationLike("5m");
const within = z.strictObject({ within: duration });
const withinOrNever = z.union([within, z.literal("never")], "expected { within: DURATION } or never");
const names = z.array(z.string("expected a name")).min(1, "expected at least one name");
const repeat = z.strictObject({ on: duration, off: duration, times: z.int().min(1) });

const schema = z.strictObject({
  title: z.string().min(1),
  load: z.string("expected the name of a load profile"),
  alert: z.string("expected the name of an alert").optional(),
  labels: z
    .record(z.string(), z.string("expected a label's value"), "expected labels such as { severity: page }")
    .optional(),
  fault: z.looseObject({ lasts: duration.optional(), repeat: repeat.optional() }).optional(),
  surge: z
    .strictObject({
      load: z.string("expected the name of a load profile"),
      lasts: duration.optional(),
      repeat: repeat.optional(),
    })
    .optional(),
  watch: duration.optional(),
  expect: z.strictObject({
    pending: withinOrNever.optional(),
    firing: withinOrNever.optional(),
    delivered: z.strictObject({ to: names, within: duration }).optional(),
    resolved: within.optional(),
    "resolved-notice": within.optional(),
    others: z.union(
      [
        z.literal("none"),
        z.strictObject({
          firing: z.array(z.string()),
          notified: z.union([z.literal("none"), z.array(z.string())], "expected none or a list of alerts"),
        }),
      ],
      "expected none or { firing: [ALERT, …], notified: none }",
    ),
  }),
});

/** `drill` is undefined where anything is wrong with it. */
interface ReadDrill {
  readonly source: YamlSource;
  readonly drill: Drill | undefined;
  readonly problems: readonly Problem[];
}

/** Reads what a drill says for itself; whether the alert, receivers and load exist is for `checkDrill`. */
export function readDrill(file: string, text: string, name: string): ReadDrill {
  const source = readYaml(file, text);
  const { value, problems } = validate(source, schema);
  // From what stands there, so that a mistake elsewhere hides none in the fault.
  const written = z.object({ fault: z.record(z.string(), z.unknown()) }).safeParse(source.value);
  const found =
    source.problems.length === 0 && written.success
      ? readFault(source, written.data.fault)
      : { fault: undefined, problems: [] };
  const all = [...problems, ...found.problems, ...wrongSurge(source)];
  if (!value || all.length > 0) return { source, drill: undefined, problems: all };
  const { fault: _, surge, expect, ...rest } = value;
  const cause = surge ? withoutUndefined({ kind: "surge" as const, ...surge }) : found.fault;
  const drill = withoutUndefined({ name, ...rest, fault: cause, expect: withoutUndefined(expect) });
  return { source, drill: drill as Drill, problems: [] };
}

function readFault(
  source: YamlSource,
  written: Readonly<Record<string, unknown>>,
): { readonly fault: Drill["fault"]; readonly problems: readonly Problem[] } {
  const { lasts, repeat: repeated, ...kinds } = written;
  const bad = (path: readonly string[], message: string, key = false) =>
    source.problemAt(["fault", ...path], message, { key });
  const [kind, ...more] = Object.keys(kinds);
  // A surge breaks nothing: it stands beside the load.
  const known = Object.keys(faults).filter((one) => one !== "surge");
  if (kind === undefined)
    return { fault: undefined, problems: [bad([], `a fault has a kind; expected one of ${known.join(", ")}`)] };
  const problems = [
    ...more.map((extra) => bad([extra], `a drill has one fault, and \`${kind}\` is given already`, true)),
    ...(lasts !== undefined && repeated !== undefined
      ? [bad(["lasts"], "`lasts` and `repeat` exclude each other; keep one", true)]
      : []),
  ];
  if (kind === "surge") {
    const message = "a surge is no fault: write `surge: { load: NAME }` in its place";
    return { fault: undefined, problems: [...problems, bad([kind], message, true)] };
  }
  if (!isFaultKind(kind)) {
    const message = `unknown fault \`${kind}\`${suggestion(kind, known)}`;
    return { fault: undefined, problems: [...problems, bad([kind], message, true)] };
  }
  const parameters = kinds[kind];
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) {
    return { fault: undefined, problems: [...problems, bad([kind], `expected parameters: ${faults[kind].summary}`)] };
  }
  const read = faults[kind].read(parameters as Readonly<Record<string, unknown>>);
  if ("bad" in read) {
    const wrong = read.bad.map(({ key, message }) =>
      bad(key === undefined ? [kind] : [kind, key], `${message} (${faults[kind].summary})`),
    );
    return { fault: undefined, problems: [...problems, ...wrong] };
  }
  const spec: FaultSpec = read.spec;
  return { fault: withoutUndefined({ ...spec, lasts, repeat: repeated }) as Drill["fault"], problems };
}

/** A drill does one thing to the steady state, in one way. */
function wrongSurge(source: YamlSource): Problem[] {
  const written = z.object({ surge: z.looseObject({}), fault: z.unknown().optional() }).safeParse(source.value);
  if (!written.success) return [];
  const { surge, fault } = written.data;
  return [
    ...("lasts" in surge && "repeat" in surge
      ? [source.problemAt(["surge", "lasts"], "`lasts` and `repeat` exclude each other; keep one", { key: true })]
      : []),
    ...(fault === undefined
      ? []
      : [source.problemAt(["surge"], "`surge` and `fault` exclude each other; keep one", { key: true })]),
  ];
}

/** Absent and undefined are two things to `exactOptionalPropertyTypes`, and to whoever reads the journal. */
function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
