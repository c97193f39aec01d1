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
const healthy: Stretch = [72, 0];
/** Just above a threshold, and just below it. */
const sides = [
  [1.01, 1],
  [0.99, 0],
] as const;

const cases: Record<string, Case> = Object.fromEntries([
  ...sides.flatMap(([times, is]): [string, Case][] => {
    const near = is === 1 ? "above" : "below";
    const budget = 0.001 * times;
    const at = { objective: 99.9, is };
    return [
      [
        `page, 1h and 5m, just ${near} 14.4`,
        {
          ...at,
          stretches: [
            [6, 0],
            [1, 14.4 * budget],
          ],
          expr: page,
        },
      ],
      [
        `page, 6h and 30m, just ${near} 6`,
        {
          ...at,
          stretches: [
            [1, 0],
            [6, 6 * budget],
          ],
          expr: page,
        },
      ],
      [`ticket, 1d and 2h, just ${near} 3`, { ...at, stretches: [healthy, [24, 3 * budget]], expr: ticket }],
      [
        `ticket, 3d and 6h, just ${near} 1`,
        {
          ...at,
          stretches: [
            [6, 0],
            [72, budget],
          ],
          expr: ticket,
        },
      ],
      [
        `page over 28 days, just ${near} 13.44`,
        {
          ...at,
          periodDays: 28,
          stretches: [
            [6, 0],
            [1, 13.44 * budget],
          ],
          expr: page,
        },
      ],
      [
        `page of 99.999 %, just ${near} 14.4`,
        {
          objective: 99.999,
          is,
          stretches: [
            [6, 0],
            [1, 14.4e-5 * times],
          ],
          expr: page,
        },
      ],
      [
        `page of 95 %, just ${near} 14.4`,
        {
          objective: 95,
          is,
          stretches: [
            [6, 0],
            [1, 0.72 * times],
          ],
          expr: page,
        },
      ],
      [
        `page with a reset in the hour, just ${near} 14.4`,
        {
          ...at,
          reset: 0.5,
          stretches: [
            [6, 0],
            [1, 14.4 * budget],
          ],
          expr: page,
        },
      ],
    ];
  }),
  [
    "page, the hour just above 14.4 and over since ten minutes",
    {
      objective: 99.9,
      stretches: [
        [6, 0],
        [0.8, 0.02],
        [0.2, 0],
      ],
      expr: page,
      is: 0,
    },
  ],
  [
    "nothing asked for an hour: no page",
    {
      objective: 99.9,
      stretches: [
        [6, 0.001],
        [1, null],
      ],
      expr: page,
      is: 0,
    },
  ],
  [
    "nothing asked for an hour: no share of it either",
    {
      objective: 99.9,
      stretches: [
        [6, 0.001],
        [1, null],
      ],
      expr: `absent(slo:sli_error:ratio_rate5m) * 0`,
      is: 0,
    },
  ],
  [
    "nothing asked for an hour: the period's mean is that of the rest",
    {
      objective: 99.9,
      stretches: [
        [6, 0.001],
        [1, null],
        [1, 0.001],
      ],
      expr: "round(sum(slo:period_burn_rate:ratio), 1e-6)",
      is: 1,
    },
  ],
]);

describe("generated rules, as promtool evaluates them", () => {
  let wrong: readonly number[] = [];
  beforeAll(async () => {
    ({ wrong } = await evaluated(Object.values(cases)));
  }, 60_000);

  test.each(Object.keys(cases).map((name, i) => [name, i] as const))("%s", (_, i) => {
    expect(wrong).not.toContain(i);
  });

  test("twin: what is just above is not just below, and the other way round", async () => {
    const twins = Object.values(cases)
      .filter(({ stretches, is }) => stretches.length === 2 && is <= 1)
      .slice(0, 4);
    expect((await evaluated(twins.map((one) => ({ ...one, is: 1 - one.is })))).wrong).toEqual([0, 1, 2, 3]);
  });

  test("twin: a share of nothing that is NaN makes the period's mean NaN", async () => {
    const ofNothing = Object.values(cases).at(-1);
    const sli = `raw: { error_ratio_query: 'sum(rate(x_total{code="500"}[{{.window}}])) / sum(rate(x_total[{{.window}}]))' }`;
    const { wrong: found, output } = await evaluated(ofNothing ? [{ ...ofNothing, sli }] : []);
    expect(found).toEqual([0]);
    expect(output).toContain("NaN");
  });
});
