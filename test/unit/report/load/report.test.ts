import { expect, test } from "vitest";
import { z } from "zod";
import { percent } from "../../../../load/judge/percent.ts";
import { renderHgrm } from "../../../../sandbox/report/load/hgrm.ts";
import { loadReport } from "../../../../sandbox/report/load/json.ts";
import { renderLoadJunit } from "../../../../sandbox/report/load/junit.ts";
import { renderLoadMarkdown } from "../../../../sandbox/report/load/markdown.ts";
import { renderLoadText } from "../../../../sandbox/report/load/text.ts";
import { counted, encoded, loadRecord } from "../../../helpers/load-record.ts";
import { judgedLoad, loadVerdict } from "../../../helpers/load-verdict.ts";

const facts = { runtime: "process", found: null, comparison: null } as const;
const plain = { columns: 100, colour: false, all: true };

/** Two requests in a hundred failed, and an alert fired in the middle. */
const missed = loadReport(
  judgedLoad(
    loadRecord(),
    loadVerdict({ alerts: [{ alert: "HighErrorRate", labels: { job: "api" }, from: 14, until: 21 }] }),
  ),
  facts,
);
/** Nobody answered, and the generator could not keep up. */
const nothing = loadReport(
  judgedLoad(
    loadRecord({
      count: counted(300, { connection: 290 }, { lost: 10, unsent: { busy: 4, late: 6 } }),
      routes: [],
      latency: encoded([]),
      service: encoded([]),
      generator: { ...loadRecord().generator, behind: "the load generator fell behind" },
      stopped: "nobody listens at 127.0.0.1:9",
      wantedPerSecond: null,
      model: "closed",
    }),
    loadVerdict({ outcome: "inconclusive", objectives: [], thresholds: [], alerts: null }),
  ),
  { ...facts, runtime: null },
);

const outcome = z.enum(["held", "deviated", "inconclusive"]);
const some = z.number().nullable();
const percentiles = z.strictObject({ p50: some, p90: some, p95: some, p99: some, p999: some, max: some });
/** What the schema promises; more may be there, less may not. */
const schema = z.object({
  schema: z.literal(1),
  outcome,
  profile: z.string(),
  seconds: z.number(),
  sent: z.int(),
  completed: z.int(),
  errors: z.strictObject({
    connection: z.int(),
    closed: z.int(),
    timeout: z.int(),
    status: z.int(),
    body: z.int(),
  }),
  lost: z.int(),
  rate: z.strictObject({ wanted: some, achieved: z.number() }),
  latencyMs: percentiles,
  objectives: z.array(
    z.object({
      name: z.string(),
      objective: z.number(),
      value: some,
      outcome,
      budgetSpent: some,
      burnRate: some,
      source: z.enum(["client", "prometheus"]),
    }),
  ),
});

test.each([
  ["missed", missed],
  ["answered by nobody", nothing],
])("load.json of a load that was %s is plain data of schema 1, with each request in one place", (_, report) => {
  const read = JSON.parse(JSON.stringify(report)) as unknown;
  expect(read).toEqual(report);
  const { sent, completed, errors, lost } = schema.parse(read);
  expect(completed + Object.values(errors).reduce((sum, one) => sum + one, 0) + lost).toBe(sent);
});

test("twin: a report without its account is no report of schema 1", () => {
  const { lost: _, ...rest } = missed;
  expect(schema.safeParse(rest).success).toBe(false);
});

test("what never happened is null", () => {
  expect(nothing.latencyMs).toEqual({ p50: null, p90: null, p95: null, p99: null, p999: null, max: null });
  expect(nothing).toMatchObject({ rate: { wanted: null }, alerts: null, runtime: null, breakpoint: null });
});

test("each side of an objective is an entry of its own", () => {
  expect(missed.objectives.map(({ name, source, value }) => [name, source, value])).toEqual([
    ["availability", "client", 0.996],
    ["availability", "prometheus", 0.99832],
    ["latency", "client", 0.9672],
    ["latency", "prometheus", 0.9999],
  ]);
});

test("a service that ended under the load makes it deviate, a generator that fell behind inconclusive", () => {
  const held = loadVerdict({ outcome: "held", objectives: [] });
  const of = (changes: object, record = loadRecord()) => loadReport(judgedLoad(record, held, changes), facts).outcome;
  expect(of({})).toBe("held");
  expect(of({ fell: "api ended with 137" })).toBe("deviated");
  expect(of({}, loadRecord({ generator: { ...loadRecord().generator, behind: "too late" } }))).toBe("inconclusive");
});

test("that answers were not as the profile expects is a finding; twin: where all were, there is none", () => {
  const unexpected = { judged: false, outcome: "deviated", observed: "5 of 3000 requests were not" } as const;
  const found = (verdict: object) => loadReport(judgedLoad(loadRecord(), loadVerdict(verdict)), facts).findings;
  const what = "every answer was as the profile expects";
  expect(found({ unexpected })).toContainEqual({ what, outcome: "deviated", observed: "5 of 3000 requests were not" });
  expect(found({}).map((one) => one.what)).not.toContain(what);
});

test("what so few scrapes can't tell stands as it is, unmarked; requests are whole numbers", () => {
  const [availability] = loadVerdict().objectives;
  const prometheus = {
    ...availability!.client,
    outcome: "held",
    requests: null,
    scrapes: 12,
    sure: false,
    observed: "so few",
  } as const;
  const client = { ...availability!.client, requests: 4000.18 };
  const verdict = loadVerdict({ objectives: [{ ...availability!, client, prometheus }] });
  const report = loadReport(judgedLoad(loadRecord(), verdict), facts);
  expect(report.objectives).toMatchObject([{ requests: 4000 }, { requests: null, scrapes: 12, sure: false }]);
  const text = renderLoadText(report, plain);
  expect(text).toMatch(/^· availability +Prometheus .* 12 scrapes /m);
  expect(text).toMatch(/^· availability, seen by Prometheus: so few$/m);
  expect(text).toMatch(/^✗ availability +client /m);
  expect(renderLoadMarkdown(report)).toMatch(/^\| · \| availability \| Prometheus /m);
});

test("the table rounds as the sentences do; twin: figures that differ are told apart in both", () => {
  const [table, other] = [0.990_634, 0.990_661].map((value) => {
    const [availability] = loadVerdict().objectives;
    const client = { ...availability!.client, value, observed: `${percent(value)} of 3000 requests` };
    const verdict = loadVerdict({ objectives: [{ ...availability!, client, prometheus: null }] });
    return renderLoadText(loadReport(judgedLoad(loadRecord(), verdict), facts), plain);
  });
  expect(table?.match(/99\.063 %/g)).toHaveLength(2);
  expect(other?.match(/99\.066 %/g)).toHaveLength(2);
});

test("as text: outcome, the account, both sides of each objective, each route, what fired and what deviated", () => {
  const text = renderLoadText(missed, plain);
  expect(text).toMatch(/^deviated {2}steady · A steady hundred requests a second$/m);
  expect(text).toMatch(/^requests {2}3000 sent = 2988 completed \+ 5 closed \+ 2 timeout \+ 5 status \+ 0 lost$/m);
  expect(text).toMatch(/^✗ availability {2}client +99\.9 % +99\.6 % +99\.31–99\.79 % +3000 +−0\.3 % +4\.00 /m);
  expect(text).toMatch(/^✓ latency +Prometheus +95 % /m);
  expect(text).toMatch(/^all +3000 +12 +0 +\d/m);
  expect(text).toMatch(/^POST \/api\/payments +300 +0 +0 +\d/m);
  expect(text).toMatch(/^✗ availability 99\.9 %, seen by the client: 99\.6 % of 3000 requests/m);
  expect(text).toMatch(/^fired meanwhile: HighErrorRate from 14s, until 21s$/m);
  expect(text).toMatch(/^generator: 1 worker, 0\.21 cores/m);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});

test("twin: of a load that nobody answered no percentile is made up, and why it ended is said", () => {
  const text = renderLoadText(nothing, plain);
  expect(text).toMatch(/^all +300 +290 +10 +– +– +– +– +– +–$/m);
  expect(text).toMatch(/^stopped +nobody listens at 127\.0\.0\.1:9$/m);
  expect(text).toContain("4 were not sent since every connection waited for the target");
  expect(text).toMatch(/^\? the generator did its part: the load generator fell behind$/m);
  expect(text).not.toContain("fired meanwhile");
  expect(text).toMatch(/^\? no objectives: nothing was judged; write load\/objectives\.yml$/m);
  expect(renderLoadText(missed, plain)).not.toContain("no objectives");
  expect(text).not.toContain("objective ");
});

test("as JUnit: what deviated is a failure, what can't be told an error, and hostile text stays text", () => {
  const xml = renderLoadJunit({ ...missed, title: "<a> & b" });
  expect(xml).toContain('<testsuite name="steady" tests="7" failures="2" errors="0" skipped="0"');
  expect(xml).toContain('name="availability 99.9 %, seen by the client" time="0"><failure type="deviated"');
  expect(xml).toContain("&lt;a&gt; &amp; b");
  const uncertain = renderLoadJunit(nothing);
  expect(uncertain).toContain('name="the generator did its part" time="0"><error type="inconclusive"');
  expect(uncertain).toContain('failures="0" errors="2"');
});

test("as Markdown: a heading with the outcome, the objectives as a table, and text that can't break out of it", () => {
  const summary = renderLoadMarkdown({ ...missed, title: "a | b <script>" });
  expect(summary).toMatch(/^## ❌ Firedrill load: steady · a \\\| b &lt;script&gt;$/m);
  expect(summary).toMatch(/^\| ❌ \| availability \| client \| 99\.9 % \| 99\.6 % \|/m);
  expect(summary).toContain("<details><summary>5 that held</summary>");
  expect(renderLoadMarkdown(nothing)).toMatch(/^## ⚠️ Firedrill load/m);
});

test("as an HdrHistogram's distribution: the columns that its plotter reads, in milliseconds, and the count of all answers", () => {
  const lines = renderHgrm(encoded([1, 2, 3, 40])).split("\n");
  expect(lines[0]).toBe("       Value     Percentile TotalCount 1/(1-Percentile)");
  expect(lines[2]).toMatch(/^ +1\.000 0\.0{12} +1 +1\.00$/);
  expect(lines.find((line) => line.includes(" 1.000000000000"))).toMatch(/^ +40\.0\d\d 1\.0{12} +4$/);
  expect(lines).toContainEqual(expect.stringMatching(/^#\[Max {5}= +40\.\d+, Total count {4}= +4\]$/));
});
