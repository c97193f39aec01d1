import { z } from "zod";
import type { Problem } from "../sandbox/errors.ts";
import { parseDuration, readableDuration } from "../sandbox/rules/duration.ts";
import { durationLike } from "../sandbox/rules/validate.ts";
import type { Path, YamlSource } from "../sandbox/rules/yaml-source.ts";

/** More than one machine sends to itself. */
const mostPerSecond = 100_000;
/** A connection needs a port of the machine's own, of which there are some 28,000. */
const mostConnections = 20_000;
const longest = { load: 7 * 86_400_000, think: 3_600_000, timeout: 600_000, trial: 3_600_000 };

const atMost = `expected at most ${mostPerSecond} requests per second`;
const rate = z.number().positive("expected requests per second, above 0").max(mostPerSecond, atMost);
const orNone = z.number().min(0, "expected requests per second, 0 or more").max(mostPerSecond, atMost);

function duration(mostMs: number, example: `${number}s`) {
  return durationLike(example).refine(
    (text) => (parseDuration(text) ?? 0) <= mostMs,
    `expected at most ${readableDuration(mostMs)}`,
  );
}

/** What says how a load asks, each field for itself; which go together is for `shapeProblems`. */
export const fields = {
  timeout: duration(longest.timeout, "2s").optional(),
  rate: rate.optional(),
  connections: z
    .int("expected a whole number of connections")
    .min(1, "expected at least 1 connection")
    .max(mostConnections, `expected at most ${mostConnections} connections`)
    .optional(),
  think: duration(longest.think, "1s").optional(),
  duration: duration(longest.load, "30s").optional(),
  from: orNone.optional(),
  stages: z
    .array(z.strictObject({ duration: duration(longest.load, "30s"), rate: orNone }))
    .min(1, "expected at least one stage")
    .optional(),
  breakpoint: z
    .strictObject({
      from: rate,
      to: rate,
      step: duration(longest.trial, "10s"),
      tolerance: z
        .number()
        .min(0.01, "expected a share of at least 0.01")
        .max(0.5, "expected a share of at most 0.5")
        .optional(),
    })
    .optional(),
};

/** Each shape with the fields that go with it. */
const shapes = {
  rate: ["duration"],
  connections: ["think", "duration"],
  stages: ["from"],
  breakpoint: [],
} as const satisfies Record<string, readonly (keyof typeof fields)[]>;
type Shape = keyof typeof shapes;

const meaning: Readonly<Record<Shape, string>> = {
  rate: "`rate` (so many requests a second)",
  connections: "`connections` (so many users, each waiting for its answer)",
  stages: "`stages` (ramps of the rate)",
  breakpoint: "`breakpoint` (the highest rate that keeps the objectives)",
};

/** Where fields that are well in themselves make no load, from the file as it stands. */
export function shapeProblems(source: YamlSource, written: Readonly<Record<string, unknown>>): Problem[] {
  const given = (Object.keys(shapes) as Shape[]).filter((shape) => written[shape] !== undefined);
  const at = (path: Path, message: string): Problem => source.problemAt(path, message, { key: true });
  const [shape, ...more] = given;
  if (shape === undefined)
    return [at([], `nothing says how this load asks; expected one of ${Object.values(meaning).join(", ")}`)];
  if (more.length > 0)
    return more.map((other) => at([other], `${meaning[other]} and ${meaning[shape]} exclude each other; keep one`));
  return [
    ...strangers(shape, written).map((key) => at([key], instead(key, shape))),
    ...stagesProblems(source, written),
    ...breakpointProblems(source, written["breakpoint"]),
  ];
}

function strangers(shape: Shape, written: Readonly<Record<string, unknown>>): string[] {
  const kept: readonly string[] = shapes[shape];
  const some = new Set<string>(Object.values(shapes).flat());
  return Object.keys(written).filter((key) => some.has(key) && !kept.includes(key));
}

function instead(key: string, shape: Shape): string {
  if (key === "duration" && shape === "stages") return "stages last as long as each says; remove `duration`";
  if (key === "duration") return "each trial lasts as long as `step` says; remove `duration`";
  const owners = (Object.keys(shapes) as Shape[]).filter((one) => (shapes[one] as readonly string[]).includes(key));
  return `\`${key}\` goes with \`${owners.join("` or `")}\`, not with \`${shape}\`; remove it`;
}

const legibleStages = z.object({
  from: z.number().default(0),
  stages: z.array(z.object({ duration: z.string(), rate: z.number() })),
});

function stagesProblems(source: YamlSource, written: unknown): Problem[] {
  const read = legibleStages.safeParse(written).data;
  if (!read || read.stages.length === 0) return [];
  const { from, stages } = read;
  const totalMs = stages.reduce((sum, stage) => sum + (parseDuration(stage.duration) ?? 0), 0);
  const problems = [];
  if (from === 0 && stages.every((stage) => stage.rate === 0))
    problems.push(source.problemAt(["stages"], "no stage sends anything; expected a rate above 0 in one of them"));
  if (stages.length > 1 && totalMs > longest.load)
    problems.push(
      source.problemAt(
        ["stages"],
        `the stages last ${readableDuration(totalMs)}; expected at most ${readableDuration(longest.load)}`,
      ),
    );
  return problems;
}

function breakpointProblems(source: YamlSource, written: unknown): Problem[] {
  const read = z.object({ from: z.number(), to: z.number() }).safeParse(written).data;
  if (!read || read.to > read.from) return [];
  return [source.problemAt(["breakpoint", "to"], `expected more than \`from\` (${read.from}), got \`${read.to}\``)];
}
