import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { promtool } from "../../sandbox/services/promtool.ts";
import { readSlos } from "../../sandbox/slo/read-slos.ts";
import { renderRules } from "../../sandbox/slo/render.ts";
import { rulesOf } from "../../sandbox/slo/rules-of.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import { testPlace } from "../helpers/runtimes.ts";

const runtime = await processRuntime();
beforeAll(() => runtime.prepare([], [promtool()], () => {}), 180_000);
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  await rm(testPlace, { recursive: true, force: true });
});

const hour = 3_600_000;
const day = 24 * hour;

/** So many hours in which such a share of events is bad, or (null) nothing is asked at all. */
type Stretch = readonly [hours: number, bad: number | null];

interface Case {
  readonly objective: number;
  readonly periodDays?: number;
  readonly stretches: readonly Stretch[];
  /** What is asked of the end, and what it is to be. */
  readonly expr: string;
  readonly is: number;
  /** Counters begin again with this stretch. */
  readonly reset?: number;
  readonly sli?: string;
}

const events = `events: { error_query: 'sum(rate(x_total{code="500"}[{{.window}}]))', total_query: 'sum(rate(x_total[{{.window}}]))' }`;

function rulesFor({ objective, periodDays = 30, sli = events }: Case): {
  readonly text: string;
  readonly groups: string[];
} {
  const spec = `version: prometheus/v1\nservice: shop\nslos:\n- name: s\n  objective: ${objective}\n  sli: { ${sli} }\n  alerting: { name: Burn }\n`;
  const { slos, problems } = readSlos([{ file: "slo.yml", text: spec }], periodDays * day);
  expect(problems).toEqual([]);
  return { text: renderRules(slos, ["slo.yml"], []), groups: slos.flatMap(rulesOf).map(({ name }) => name) };
}

/** Five-minute windows need two samples; what is evaluated is only asked at the end. */
const stepMs = 120_000;
const perStep = 1e8;

/** A counter of events of which such a share of all is of this kind, in promtool's notation: a piece for each stretch. */
function counter(code: string, { stretches, reset }: Case, share: (bad: number) => number): object {
  let value = 0;
  const pieces = stretches.map(([hours, bad], i) => {
    if (reset === i) value = 0;
    const samples = Math.round((hours * hour) / stepMs);
    const growth = bad === null ? 0 : Math.round(perStep * share(bad));
    const from = value + growth;
    value += growth * samples;
    return `${from}+${growth}x${samples - 1}`;
  });
  return { series: `x_total{code="${code}"}`, values: pieces.join(" ") };
}

/** A file for each, since promtool's order of groups must be given. What a query is compared with bears the number of its case. */
function testFile(one: Case, index: number): Record<string, string> {
  const { text, groups } = rulesFor(one);
  const hours = one.stretches.reduce((sum, [length]) => sum + length, 0);
  const rules = `${index}-rules.yml`;
  return {
    [rules]: text,
    [`${index}.test.yml`]: stringify({
      rule_files: [rules],
      evaluation_interval: "30m",
      group_eval_order: groups,
      tests: [
        {
          interval: `${stepMs / 1000}s`,
          input_series: [counter("200", one, (bad) => 1 - bad), counter("500", one, (bad) => bad)],
          promql_expr_test: [
            { expr: asked(one, index), eval_time: `${hours}h`, exp_samples: [{ labels: "{}", value: one.is }] },
          ],
        },
      ],
    }),
  };
}

function asked({ expr }: Case, index: number): string {
  return `(${expr}) + 0 * ${index}`;
}

/** The numbers of the cases that promtool found otherwise, and how many it evaluated. */
async function evaluated(
  some: readonly Case[],
): Promise<{ readonly wrong: readonly number[]; readonly output: string }> {
  const files = some.map(testFile);
  const { output } = await runtime.run(
    promtool(),
    (path) => ["test", "rules", ...files.map((_, i) => path(`${i}.test.yml`))],
    Object.assign({}, ...files) as Record<string, string>,
  );
  const wrong = some.flatMap((one, i) => (output.includes(JSON.stringify(asked(one, i))) ? [i] : []));
  expect(output.match(/SUCCESS/g)?.length ?? 0).toBe(some.length - wrong.length);
  return { wrong, output };
}

const fires = (severity: "page" | "ticket"): string =>
  `count(ALERTS{alertname="Burn",sloth_severity="${severity}"}) or vector(0)`;
const page = fires("page");
const ticket = fires("ticket");
/** Just above a threshold, and just below it. */
const sides = [
  ["above", 1.01, 1],
  ["below", 0.99, 0],
] as const;

/** Hours and the share of events that is bad in them, in turns. */
function hours(...turns: readonly (number | null)[]): Stretch[] {
  return turns.flatMap((length, i): Stretch[] => (i % 2 === 0 ? [[length ?? 0, turns[i + 1] ?? null]] : []));
}

const bothSides = sides.flatMap(([near, times, is]): readonly (readonly [string, Case])[] => {
  const b = 0.001 * times;
  const at = { objective: 99.9, is };
  return [
    [`page, 1h and 5m, just ${near} 14.4`, { ...at, stretches: hours(5, 0, 1, 14.4 * b), expr: page }],
    [`page, 6h and 30m, just ${near} 6`, { ...at, stretches: hours(1, 0, 6, 6 * b), expr: page }],
    [`ticket, 1d and 2h, just ${near} 3`, { ...at, stretches: hours(48, 0, 24, 3 * b), expr: ticket }],
    [`ticket, 3d and 6h, just ${near} 1`, { ...at, stretches: hours(1, 0, 72, b), expr: ticket }],
    [
      `page over 28 days, just ${near} 13.44`,
      { ...at, periodDays: 28, stretches: hours(5, 0, 1, 13.44 * b), expr: page },
    ],
    [
      `page of 99.999 %, just ${near} 14.4`,
      { objective: 99.999, is, stretches: hours(5, 0, 1, 0.144 * b), expr: page },
    ],
    [`page of 95 %, just ${near} 14.4`, { objective: 95, is, stretches: hours(5, 0, 1, 720 * b), expr: page }],
    [
      `page with a reset in the hour, just ${near} 14.4`,
      { ...at, reset: 2, stretches: hours(5, 0, 0.5, 14.4 * b, 0.5, 14.4 * b), expr: page },
    ],
  ];
});

const burnt = "round(sum(slo:period_burn_rate:ratio), 1e-6)";
const pause = hours(5, 0.001, 1, null);
const others: readonly (readonly [string, Case])[] = [
  [
    "page, the hour just above 14.4 and over since ten minutes",
    { objective: 99.9, stretches: hours(5, 0, 0.8, 0.02, 0.2, 0), expr: page, is: 0 },
  ],
  ["nothing asked for an hour: no page", { objective: 99.9, stretches: pause, expr: page, is: 0 }],
  [
    "nothing asked for an hour: no share of it either",
    { objective: 99.9, stretches: pause, expr: "absent(slo:sli_error:ratio_rate5m) * 0", is: 0 },
  ],
  [
    "nothing asked for an hour: the period's mean is that of the rest",
    { objective: 99.9, stretches: [...pause, [1, 0.001]], expr: burnt, is: 1 },
  ],
];

const cases: Readonly<Record<string, Case>> = Object.fromEntries([...bothSides, ...others]);

describe("generated rules, as promtool evaluates them", () => {
  let wrong: readonly number[] = [];
  beforeAll(async () => {
    ({ wrong } = await evaluated(Object.values(cases)));
  });

  test.each(Object.keys(cases).map((name, i) => [name, i] as const))("%s", (_, i) => {
    expect(wrong).not.toContain(i);
  });

  test("twin: what is just above is not just below, and the other way round", async () => {
    const twins = [bothSides[0], bothSides[8]].flatMap((one) => (one ? [{ ...one[1], is: 1 - one[1].is }] : []));
    expect((await evaluated(twins)).wrong).toEqual([0, 1]);
  });

  test("twin: a share of nothing that is NaN makes the period's mean NaN", async () => {
    const ofNothing = Object.values(cases).at(-1);
    const sli = `raw: { error_ratio_query: 'sum(rate(x_total{code="500"}[{{.window}}])) / sum(rate(x_total[{{.window}}]))' }`;
    const { wrong: found, output } = await evaluated(ofNothing ? [{ ...ofNothing, sli }] : []);
    expect(found).toEqual([0]);
    expect(output).toContain("NaN");
  });
});
