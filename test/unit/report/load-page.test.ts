import { describe, expect, test } from "vitest";
import type { LoadRecord } from "../../../load/record.ts";
import { renderLoadPage } from "../../../sandbox/report/load/html.ts";
import type { LoadRun } from "../../../sandbox/drill/load/load-run.ts";
import type { JudgedTrial } from "../../../sandbox/drill/load/search.ts";
import type { Outcome } from "../../../sandbox/outcome.ts";
import type { PageFacts, Told } from "../../../sandbox/report/load/html/facts.ts";
import { slicesOf } from "../../../sandbox/report/load/html/slices.ts";
import { elementsOf } from "../../helpers/html.ts";
import type { Element } from "../../helpers/html.ts";
import { counted, encoded, loadRecord, spread } from "../../helpers/load-record.ts";
import { judgedLoad, loadVerdict, objectives, pageFacts } from "../../helpers/load-verdict.ts";

const pageOf = (
  record: Partial<LoadRecord> = {},
  verdict: Partial<Told> = {},
  facts: Partial<PageFacts> = {},
  run: Partial<LoadRun> = {},
): string => {
  const judged = judgedLoad(loadRecord(record), loadVerdict(verdict), run);
  const outcome = judged.verdict.outcome;
  return renderLoadPage(judged, pageFacts({ outcome, ...facts })).replaceAll("\u00a0", " ");
};
const of = (elements: readonly Element[], name: string, kind?: string): Element[] =>
  elements.filter(
    (one) => one.name === name && (kind === undefined || one.attributes["class"]?.split(" ").includes(kind)),
  );
/** Cells of the rows of a table, by its name. */
const rowsOf = (page: string, title: string): string[][] => {
  const elements = elementsOf(page);
  const from = elements.findIndex((one) => one.attributes["aria-label"] === title && one.name === "div");
  const rest = elements.slice(from + 1);
  const next = rest.findIndex((one) => one.attributes["role"] === "region");
  const rows: string[][] = [];
  for (const { name, text } of rest.slice(0, next < 0 ? undefined : next)) {
    if (name === "tr") rows.push([]);
    if (name === "td") rows.at(-1)?.push(text);
  }
  return rows.slice(1);
};

test("the page is whole, and says what came out first", () => {
  const elements = elementsOf(pageOf());
  expect(of(elements, "title")[0]?.text).toBe("Firedrill: load steady: deviated");
  expect(of(elements, "h1")[0]?.text).toBe("A steady hundred requests a second deviated");
  expect(of(elements, "p", "summary")[0]?.text).toBe("Missed: availability; held: latency.");
  expect(of(elements, "ul", "totals")[0]?.text).toContain(
    "100/s sent, of 100/s wanted 2,988 answered as expected 12 failed",
  );
});

test("it loads nothing and runs nothing", () => {
  const page = pageOf();
  for (const { name, attributes } of elementsOf(page)) {
    expect(["script", "link", "img", "iframe", "object", "use", "image"]).not.toContain(name);
    for (const key of Object.keys(attributes)) {
      expect(["src", "srcset", "href", "xlink:href", "style"]).not.toContain(key);
      expect(key).not.toMatch(/^on/);
    }
  }
  expect(page.replaceAll("http://127.0.0.1:40123", "")).not.toMatch(/url\(|@import|https?:\/\//);
});

describe("objectives", () => {
  const [available, fast] = [objectives[0]!, objectives[1]!];
  const findings = (page: string): string[] => of(elementsOf(page), "li").map(({ text }) => text);

  test("stand there as each side saw them, what was missed marked", () => {
    const rows = rowsOf(pageOf(), "Objectives");
    expect(rows[0]).toEqual([
      "deviated",
      "availability99.9 %",
      "the client",
      "99.6 %99.31 % to 99.79 %of 3,000",
      "−0.3 points",
      "4×",
      "0.0046 %",
    ]);
    expect(rows[3]?.slice(0, 5)).toEqual([
      "held",
      "latency95 % within 200 ms",
      "Prometheus",
      "99.99 %of 2,981",
      "+5 points",
    ]);
    expect(rows.map(([outcome]) => outcome)).toEqual(["deviated", "deviated", "held", "held"]);
    expect(of(elementsOf(pageOf()), "section", "deviated")).toHaveLength(1);
    expect(findings(pageOf())).toContain("✓memory < 85: 41.5 at most");
  });

  test("twin: where all held nothing is marked", () => {
    const page = pageOf({ count: counted(3000) }, { outcome: "held", objectives: [fast] });
    const elements = elementsOf(page);
    for (const name of ["span", "section", "li"]) expect(of(elements, name, "deviated")).toEqual([]);
    expect(of(elements, "section", "held")).toHaveLength(1);
  });

  test("are missed by as little as can be told", () => {
    const close = {
      ...available,
      client: { ...available.client, value: 0.998_96, margin: -0.000_04, low: null },
      prometheus: null,
    };
    expect(rowsOf(pageOf({}, { objectives: [close] }), "Objectives")[0]?.slice(3, 5)).toEqual([
      "99.896 %of 3,000",
      "−0.004 points",
    ]);
  });

  test("say why the two sides differ, and where nobody knows why", () => {
    expect(findings(pageOf())).toContain(
      "✓availability: Prometheus is +0.23 points from the client: 7 requests never got an answer: only the client can count them",
    );
    const difference = { value: -0.01, explained: false, why: "nobody knows" };
    expect(findings(pageOf({}, { objectives: [{ ...available, difference }] }))).toContain(
      "?availability: Prometheus is −1 points from the client: nobody knows",
    );
  });

  test("what there was nothing to measure of stays without a number", () => {
    const nothing = {
      value: null,
      margin: null,
      low: null,
      high: null,
      requests: null,
      burnRate: null,
      budgetSpent: null,
    };
    const client = { ...available.client, ...nothing, outcome: "inconclusive" as const };
    const page = pageOf({}, { outcome: "inconclusive", objectives: [{ ...available, client, prometheus: null }] });
    expect(rowsOf(page, "Objectives")).toEqual([
      ["inconclusive", "availability99.9 %", "the client", "–", "–", "–", "–"],
    ]);
  });
});

describe("a request stands in one row", () => {
  const count = counted(3000, { status: 5, timeout: 2, closed: 5 }, { lost: 8, unsent: { busy: 30, late: 10 } });
  const numbers = (page: string): number[] =>
    rowsOf(page, "What became of every request").map(([, requests = ""]) => Number(requests.replace(",", "")));

  test("and all rows are what was due", () => {
    expect(numbers(pageOf({ count }))).toEqual([2980, 0, 5, 2, 5, 0, 8, 30, 10]);
    expect(pageOf({ count: { ...count, answers: { "200": 2980, "503": 5 } } })).toContain(
      "Answers by status: 2,980 of 200, 5 of 503.",
    );
    expect(pageOf({ count })).toContain("3,040 due = 3,000 sent + 40 not sent");
  });

  test("twin: of another load they are others", () => {
    expect(numbers(pageOf())).not.toEqual(numbers(pageOf({ count })));
  });
});

test("percentiles are the histograms', and none is shown that no answer lies beyond", () => {
  const latency = encoded(Array.from({ length: 1000 }, (_, index) => index + 1));
  const rows = rowsOf(pageOf({ latency, service: encoded([5]) }), "Latency by percentile");
  expect(rows.map(([name]) => name)).toEqual(["p50", "p90", "p95", "p99", "p99.9", "max"]);
  expect(rows[0]).toEqual(["p50", "500 ms", "5 ms", "500"]);
  expect(rows[3]?.[1]).toMatch(/^99\d(\.\d)? ms$/);
  const few = rowsOf(pageOf({ latency: encoded([1, 2, 3]), service: encoded([1, 2, 3]) }), "Latency by percentile");
  expect(few.map(([name]) => name)).toEqual(["p50", "max"]);
});

describe("a chart", () => {
  const labels = (page: string): string[] =>
    of(elementsOf(page), "svg", "half").map((one) => one.attributes["aria-label"] ?? "");

  test("says in words what it draws", () => {
    const [latency, percentiles, rate, errors] = labels(pageOf());
    expect(latency).toMatch(/^Latency over time: p50 .* ms to .* ms; .*max .*; limit SLO: 95 % within 200 ms$/);
    expect(percentiles).toContain("from when it was sent");
    expect(rate).toContain("wanted 100/s to 100/s; sent 100/s to 100/s; answered as expected 97/s to 100/s");
    expect(errors).toBe("Errors over time: failed 0/s to 3/s");
  });

  test("of a closed model has no rate that was wanted", () => {
    const page = pageOf({ model: "closed", wantedPerSecond: null });
    expect(labels(page).join(" ")).not.toContain("wanted");
    expect(of(elementsOf(page), "ul", "totals")[0]?.text).not.toContain("wanted");
  });

  test("breaks its line where nothing was answered", () => {
    const timeline = loadRecord().timeline.map((one) => (one.second === 20 ? { ...one, latencyMs: null } : one));
    const moves = (page: string): number =>
      of(elementsOf(page), "path", "line-0")[0]?.attributes["d"]?.match(/M/g)?.length ?? 0;
    expect(moves(pageOf())).toBe(1);
    expect(moves(pageOf({ timeline }))).toBe(2);
  });

  test("of a load with nothing in it is told instead", () => {
    const page = pageOf(
      { timeline: [], latency: encoded([]), service: encoded([]), routes: [], count: counted(0), seconds: 0 },
      { objectives: [], thresholds: [], alerts: null },
      { runtime: null },
      { notes: [] },
    );
    expect(labels(page)).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(page).toContain("nothing was answered");
  });

  test("of a single answer is drawn", () => {
    const [second] = loadRecord().timeline;
    const page = pageOf({
      timeline: [{ ...second!, due: 1, sent: 1, completed: 1 }],
      seconds: 0.01,
      latency: encoded([3]),
      service: encoded([3]),
    });
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(labels(page)).not.toEqual([]);
  });

  test("shades where an objective's share of answers would have taken too long, and only for those about latency", () => {
    const [, fast] = objectives;
    const shaded = (page: string): number[] =>
      of(elementsOf(page), "rect", "missed-band").map(({ attributes }) => Number(attributes["width"]));
    expect(shaded(pageOf())).toHaveLength(1);
    const stricter = pageOf({}, { objectives: [{ ...fast!, objective: 0.99 }] });
    expect(shaded(stricter)[0]).toBeGreaterThan(shaded(pageOf())[0] ?? Infinity);
    expect(shaded(pageOf({}, { objectives: objectives.slice(0, 1) }))).toEqual([]);
  });

  test("of a long load has every request in it still", () => {
    const [second] = loadRecord().timeline;
    const timeline = Array.from({ length: 1001 }, (_, at) => ({ ...second!, second: at, failed: at === 700 ? 40 : 0 }));
    const slices = slicesOf({ timeline, seconds: 1000.4 });
    expect(slices.length).toBeLessThanOrEqual(240);
    expect(slices.reduce((sum, { due }) => sum + due, 0)).toBe(100_100);
    expect(slices.filter(({ failed }) => failed > 0).map(({ from, to }) => [from, to])).toEqual([[700, 705]]);
    expect(slices.at(-1)?.to).toBe(1000.4);
  });

  test("has no more points the longer the load", () => {
    const [second] = loadRecord().timeline;
    const long = Array.from({ length: 7200 }, (_, at) => ({ ...second!, second: at }));
    expect(pageOf({ timeline: long, seconds: 7200 }).length).toBeLessThan(pageOf().length * 1.6);
  });
});

test("what looks like markup stays text, everywhere", () => {
  const nasty = `<script>alert("x")</script> & '</style>`;
  const page = pageOf(
    {
      title: nasty,
      profile: nasty,
      target: nasty,
      stopped: nasty,
      routes: [{ route: nasty, count: counted(1), latency: encoded([1]) }],
      generator: { ...loadRecord().generator, behind: nasty },
    },
    {
      summary: nasty,
      objectives: objectives.map((one) => ({
        ...one,
        name: nasty,
        client: { ...one.client, observed: nasty },
        difference: { value: 0.1, explained: true, why: nasty },
      })),
      thresholds: [{ name: nasty, expr: nasty, sign: "<", threshold: 1, outcome: "held", value: 0, observed: nasty }],
      alerts: [{ alert: nasty, labels: { [nasty]: nasty }, from: 1, until: null }],
    },
    { comparison: { ...comparison, name: nasty, notes: [nasty] } },
    { notes: [nasty], fell: nasty },
  );
  const elements = elementsOf(page);
  expect(of(elements, "script")).toEqual([]);
  expect(of(elements, "style")).toHaveLength(1);
  expect(of(elements, "h1")[0]?.text).toBe(`${nasty} deviated`);
});

const comparison: NonNullable<PageFacts["comparison"]> = {
  name: "before",
  outcome: "deviated",
  changes: [
    {
      metric: "p95",
      baseline: 11.2,
      now: 12.4,
      change: 0.103,
      interval: { from: 0.081, to: 0.124 },
      tolerance: 0.05,
      outcome: "deviated",
      observed: "slower",
    },
    {
      metric: "throughput",
      baseline: 1099,
      now: 1098,
      change: -0.001,
      interval: { from: -0.004, to: 0.002 },
      tolerance: 0.05,
      outcome: "held",
      observed: "as fast",
    },
    {
      metric: "errors",
      baseline: 0,
      now: null,
      change: null,
      interval: null,
      tolerance: 0.001,
      outcome: "inconclusive",
      observed: "nothing was answered",
    },
  ],
  slower: { share: 0.56, interval: { from: 0.53, to: 0.59 } },
  runs: { baseline: 3, now: 1 },
  notes: [],
};

test("a comparison says what changed, how certainly, and what is tolerated", () => {
  const rows = rowsOf(pageOf({}, {}, { comparison }), "Compared with before");
  expect(rows[0]).toEqual(["deviated", "p95", "11.2 ms", "12.4 ms", "+10.3 %", "+8.1 % to +12.4 %", "+5 %"]);
  expect(rows[1]?.slice(2)).toEqual(["1,099/s", "1,098/s", "−0.1 %", "−0.4 % to +0.2 %", "−5 %"]);
  expect(rows[2]?.slice(2)).toEqual(["0 %", "–", "–", "–", "+0.1 points"]);
  expect(pageOf()).not.toContain("Compared with");
});

describe("a breakpoint", () => {
  const trial = (rate: number, latencies: readonly number[], outcome: Outcome, behind = false): JudgedTrial => {
    return { rate, times: 1, outcome, behind, load: judgedLoad(loadRecord({ latency: encoded(latencies) })) };
  };
  const trials = [
    trial(100, [8], "held"),
    trial(200, [140], "inconclusive", true),
    trial(400, [], "deviated"),
    trial(150, [240], "deviated"),
  ];
  const knee = {
    held: 100,
    above: { rate: 150, why: "deviated" },
    outcome: "held",
    summary: "100 per second held",
  } as const;

  test("has its trials, told apart by form, and the knee", () => {
    const page = pageOf({}, {}, { found: { trials, knee } });
    expect(rowsOf(page, "Trials")).toEqual([
      ["1", "100/s", "8 ms", "held"],
      ["2", "200/s", "140 ms", "the generator was too slow"],
      ["3", "400/s", "–", "deviated"],
      ["4", "150/s", "240 ms", "deviated"],
    ]);
    const elements = elementsOf(page);
    expect(of(elements, "circle", "trial").map(({ attributes }) => attributes["class"])).toEqual([
      "trial held",
      "trial inconclusive",
    ]);
    expect(of(elements, "path", "trial")).toHaveLength(1);
    expect(of(elements, "text", "knee-label")[0]?.text).toBe("knee 100/s");
  });

  test("twin: where no rate held there is no knee", () => {
    const none = { ...knee, held: null, outcome: "deviated" } as const;
    const page = pageOf({}, {}, { found: { trials: trials.slice(1), knee: none } });
    expect(of(elementsOf(page), "text", "knee-label")).toEqual([]);
    expect(of(elementsOf(page), "section", "deviated")).toHaveLength(2);
  });
});

test("a route's bar goes from its p50 to its p99, of the slowest", () => {
  const routes = [10, 20].map((ms) => ({
    route: `GET /${ms}`,
    count: counted(100),
    latency: encoded(spread(100, ms)),
  }));
  const bars = of(elementsOf(pageOf({ routes })), "rect", "fill").map(
    ({ attributes }) => Number(attributes["x"]) + Number(attributes["width"]),
  );
  expect(bars).toContain(96);
  expect(rowsOf(pageOf({ routes }), "Routes")).toHaveLength(2);
});

test("alerts that fired are named with when, and shade the latency", () => {
  const alerts = [{ alert: "HighLatency", labels: { severity: "warning" }, from: 12.4, until: null }];
  const page = pageOf({}, { alerts });
  expect(rowsOf(page, "Alerts that fired meanwhile")[0]?.slice(0, 4)).toEqual([
    "HighLatency",
    'severity="warning"',
    "12.4 s",
    "still firing",
  ]);
  expect(of(elementsOf(page), "rect", "alert-band")).toHaveLength(1);
  expect(of(elementsOf(pageOf()), "rect", "alert-band")).toEqual([]);
});

test("a service that ended under the load stands above everything", () => {
  expect(pageOf({}, {}, {}, { fell: "postgres ended by itself" })).toContain("</b>: postgres ended by itself");
  expect(pageOf()).not.toContain("A service ended");
});

test("where the generator was the bottleneck that stands above everything", () => {
  const behind = "of 3000 requests 812 were late";
  const generator = { ...loadRecord().generator, behind };
  const page = pageOf({ generator }, { outcome: "inconclusive" });
  expect(page.indexOf(behind)).toBeLessThan(page.indexOf("Objectives"));
  expect(pageOf()).toContain("It did its part");
});
