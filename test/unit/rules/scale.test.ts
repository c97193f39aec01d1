import { describe, expect, it } from "vitest";
import { parseDuration } from "../../../sandbox/rules/duration.ts";
import { scaleRuleFile } from "../../../sandbox/rules/scale.ts";
import { readSignals } from "../../../sandbox/rules/signals.ts";

const { signals } = readSignals(
  "signals.yml",
  `signals:
  requests_total: flow
  logins_failed_total: event
  memory_bytes: level
  disk_bytes: accumulating
  backup_timestamp_seconds: timestamp
  backup_ms: timestamp
`,
);

const alert = (expr: string) => `groups: [{ name: g, rules: [{ alert: A, expr: '${expr}' }] }]`;
const scaled = (expr: string, k = 60) => scaleRuleFile("f.yml", alert(expr), k, signals);

describe("scaling an expression by 60", () => {
  it.each([
    ["rate(requests_total[5m]) > 5", "rate(requests_total[5s]) > 5"],
    ["irate(requests_total[5m] offset 1h)", "irate(requests_total[5s] offset 1m)"],
    ["increase(requests_total[5m]) ^ 2", "((increase(requests_total[5s])) * 60) ^ 2"],
    ["increase(logins_failed_total[5m]) > 4", "increase(logins_failed_total[5s]) > 4"],
    [
      "changes(logins_failed_total[5m]) + resets(logins_failed_total[5m])",
      "changes(logins_failed_total[5s]) + resets(logins_failed_total[5s])",
    ],
    ["rate(logins_failed_total[5m]) > 4", "((rate(logins_failed_total[5s])) / 60) > 4"],
    [
      "avg_over_time(memory_bytes[5m]) > delta(memory_bytes[1h])",
      "avg_over_time(memory_bytes[5s]) > delta(memory_bytes[1m])",
    ],
    ["quantile_over_time(0.9, memory_bytes[5m])", "quantile_over_time(0.9, memory_bytes[5s])"],
    ["deriv(disk_bytes[1h]) > 0", "((deriv(disk_bytes[1m])) / 60) > 0"],
    ["predict_linear(disk_bytes[1h], 4 * 3600) < 0", "predict_linear(disk_bytes[1m], ((4 * 3600) / 60)) < 0"],
    [
      "max_over_time(rate(requests_total[5m])[1h:1m] offset -10m)",
      "max_over_time(rate(requests_total[5s])[1m:1s] offset -10s)",
    ],
    ["max_over_time(increase(requests_total[5m])[1h:])", "max_over_time(((increase(requests_total[5s])) * 60)[1m:])"],
    ["rate(requests_total[2*5m])", "rate(requests_total[10s])"],
    ["rate(requests_total[300])", "rate(requests_total[5s])"],
    ["rate(sum(requests_total)[5m:])", "rate(sum(requests_total)[5s:])"],
    ["count_over_time(requests_total[5m]) < 3", "count_over_time(requests_total[5s]) < 3"],
    ['absent(requests_total{job="a"})', 'absent(requests_total{job="a"})'],
    ["up == 0 unless requests_total", "up == 0 unless requests_total"],
    ["count(requests_total) > 0", "count(requests_total) > 0"],
    ["up == 0 and on() requests_total", "up == 0 and on() requests_total"],
    ["count(requests_total and on() (up == 1)) > 0", "count(requests_total and on() (up == 1)) > 0"],
    ["count(rate(requests_total[5m]) > 5) > 0", "count(rate(requests_total[5s]) > 5) > 0"],
    ["absent(memory_bytes > 6000)", "absent(memory_bytes > 6000)"],
    ["memory_bytes @ end() > 5", "memory_bytes @ end() > 5"],
    ["vector(60) > 5", "vector(60) > 5"],
    ["time() - backup_timestamp_seconds > 86400", "((time() - backup_timestamp_seconds) * 60) > 86400"],
    ["backup_timestamp_seconds - time() < 7 * 86400", "((backup_timestamp_seconds - time()) * 60) < 7 * 86400"],
    ["time() - backup_timestamp_seconds offset 5m > 5", "((time() - backup_timestamp_seconds offset 5s) * 60) > 5"],
    ["backup_timestamp_seconds + 3600 < time()", "backup_timestamp_seconds + ((3600) / 60) < time()"],
    ["backup_timestamp_seconds < time() - 2 * 3600", "backup_timestamp_seconds < time() - ((2 * 3600) / 60)"],
    ["backup_timestamp_seconds == 0", "backup_timestamp_seconds == 0"],
    ["max(backup_timestamp_seconds > 0) < time()", "max(backup_timestamp_seconds > 0) < time()"],
    [
      "time() - max_over_time(timestamp(up == 1)[1h:1m]) > 600",
      "((time() - max_over_time(timestamp(up == 1)[1m:1s])) * 60) > 600",
    ],
    ["time() * 1000 - backup_ms > 5", "((time() * 1000 - backup_ms) * 60) > 5"],
    ["time() - backup_ms / 1000 > 5", "((time() - backup_ms / 1000) * 60) > 5"],
    ["backup_ms < (time() - 5) * 1e3", "backup_ms < (time() - ((5) / 60)) * 1e3"],
    ["delta(backup_timestamp_seconds[1h]) > 5", "((delta(backup_timestamp_seconds[1m])) * 60) > 5"],
    ["stdvar(backup_timestamp_seconds) > 5", "((stdvar(backup_timestamp_seconds)) * 3600) > 5"],
    ["deriv(backup_timestamp_seconds[1h]) < 1", "deriv(backup_timestamp_seconds[1m]) < 1"],
    ["rate(sum(logins_failed_total)[5m:1m]) > 5", "((rate(sum(logins_failed_total)[5s:1s])) / 60) > 5"],
    ["hour(memory_bytes) > 5", "hour(memory_bytes) > 5"],
    [
      "increase(requests_total[5m]) + backup_timestamp_seconds < time()",
      "((((increase(requests_total[5s])) * 60)) / 60) + backup_timestamp_seconds < time()",
    ],
    ["count(changes(requests_total[5m])) > 0", "count(changes(requests_total[5s])) > 0"],
    ['info(memory_bytes, {a="b"}) > 5', 'info(memory_bytes, {a="b"}) > 5'],
    ["a - increase(requests_total[5m]) - b offset 5m", "a - ((increase(requests_total[5s])) * 60) - b offset 5s"],
  ])("makes %j %j", (expr, expected) => {
    const { text, refused } = scaled(expr);
    expect(refused).toEqual([]);
    expect(text).toBe(alert(expected));
  });

  it.each([
    ["backup_timestamp_seconds > 5", "a moment of production's clock"],
    ["timestamp(up) > 5", "a moment of production's clock"],
    ["hour() > 8 and up == 0", "reads the clock"],
    ["day_of_week() == 1 and up == 0", "reads the clock"],
    ["ts_of_last_over_time(memory_bytes[5m])", "a moment of production's clock"],
    ["hour(backup_timestamp_seconds) > 8", "reads the clock"],
    ["floor(backup_timestamp_seconds) > 8", "only the time between two of them is a number"],
    ["-backup_timestamp_seconds < time()", "only the time between two of them is a number"],
    ["sum(backup_timestamp_seconds) < time() - 5", "the sum of moments is not one"],
    ["rate(backup_timestamp_seconds[5m])", "a moment is not counted"],
    ["time() + backup_timestamp_seconds > 0", "only the time between two of them is a number"],
    ["(backup_timestamp_seconds or memory_bytes) > 5", "only the time between two of them is a number"],
    ["clamp_max(backup_timestamp_seconds, 5) < time()", "only the time between two of them is a number"],
    ["predict_linear(disk_bytes[1h], time())", "a moment of production's clock"],
    ["time() - backup_ms > 5", "not counted in the same unit"],
    ["time() > backup_ms", "not counted in the same unit"],
    ["time() - backup_timestamp_seconds * 2 > 5", "not counted in the same unit"],
    ["memory_bytes > range()", "depends on how the query is run"],
    ["topk(3, changes(requests_total[5m]))", "depends on the pace"],
    ["max_over_time(changes(requests_total[5m])[1h:1m])", "depends on the pace"],
    ["memory_bytes @ 1700000000", "names a fixed time"],
    ["rate(requests_total[5m] @ 1700000000)", "names a fixed time"],
    ["requests_total > 1000", "the running total of a flow"],
    ["max_over_time(requests_total[5m])", "the running total of a flow"],
    ["histogram_quantile(0.9, requests_total)", "the running total of a flow"],
    ["changes(requests_total[5m])", "depends on the pace"],
    ["rate(memory_bytes[5m])", "a level goes up and down"],
    ["increase(memory_bytes[5m])", "a level goes up and down"],
    ["predict_linear(requests_total[1h], 60)", "the running total of a flow"],
    ["rate(requests_total[step()])", "depends on how the query is run"],
    ["rate(requests_total[100ms])", "is not a whole number of milliseconds"],
    ['rate({job="a"}[5m])', "without a metric's name"],
  ])("refuses %j, since it %s", (expr, reason) => {
    const { refused } = scaled(expr);
    expect(refused.map(({ message }) => message).join("\n")).toContain(reason);
    expect(refused[0]).toMatchObject({ file: "f.yml", line: 1 });
    expect(scaled(expr, 1)).toMatchObject({ text: alert(expr), notes: [], refused: [] });
  });

  it.each([
    "count(requests_total > 6000) > 0",
    "count(6000 < bool requests_total) > 0",
    "count(sum(requests_total) / 2 == 6000) > 0",
    "up == 0 and on() requests_total > 6000",
    "up unless on() (requests_total > 6000)",
    "absent(requests_total > 6000)",
    "count_over_time((requests_total > 6000)[5m:30s]) > 3",
    "group(requests_total > 5)",
    'count(count_values("v", requests_total)) > 3',
  ])("refuses %j: whatever wraps it, the total decides", (expr) => {
    const message = "the running total of a flow is another number at another pace; use rate() or increase()";
    const place = { line: 1, column: alert(expr).indexOf("requests_total") + 1 };
    expect(scaled(expr, 120).refused).toMatchObject([{ ...place, message }]);
  });

  it("gives a subquery without a step the one that it had, where that is known", () => {
    const expr = "max_over_time(memory_bytes[1h:]) > max_over_time(memory_bytes[1h: ] offset 5m)";
    const options = { evaluationMs: 30_000 };
    const { text, notes, refused } = scaleRuleFile("f.yml", alert(expr), 60, signals, new Set(), options);
    expect(text).toBe(
      alert("max_over_time(memory_bytes[1m:500ms]) > max_over_time(memory_bytes[1m: 500ms] offset 5s)"),
    );
    expect(refused).toEqual([]);
    expect(notes.map(({ message }) => message)).toEqual([
      "the step that a subquery has where it names none, 30s, divided by 60 is written out",
      "the step that a subquery has where it names none, 30s, divided by 60 is written out",
    ]);
  });

  it("says that a moment that is joined with series is taken to be multiplied by 1", () => {
    const { text, notes } = scaled("time() - backup_timestamp_seconds * on (job) group_left () up > 5");
    expect(text).toBe(alert("((time() - backup_timestamp_seconds * on (job) group_left () up) * 60) > 5"));
    expect(notes.map(({ message }) => message)).toContain(
      "what a moment is multiplied by is taken to be 1, as where labels are joined",
    );
  });

  it("refuses what nobody declared where it is to be strict", () => {
    const strict = (expr: string) => scaleRuleFile("f.yml", alert(expr), 60, signals, new Set(), { strict: true });
    expect(strict("unknown_total > 5").refused).toMatchObject([
      {
        line: 1,
        column: 48,
        message:
          "nobody declared what unknown_total measures (it would be taken for a signal of the kind flow: its name ends in _total)",
      },
      { message: expect.stringContaining("running total") },
    ]);
    expect(strict("rate(requests_total[5m]) > 5").refused).toEqual([]);
    expect(scaled("unknown > 5").refused).toEqual([]);
  });

  it("says what it assumed and what it corrected, and where", () => {
    const { notes } = scaled("increase(unknown_total[5m]) > 5");
    expect(notes).toEqual([
      { line: 1, column: 48, what: "corrected", message: "increase() of unknown_total (flow) is multiplied by 60" },
      {
        line: 1,
        column: 57,
        what: "assumed",
        message: "unknown_total is assumed to be a signal of the kind flow: its name ends in _total",
      },
    ]);
    expect(scaled("rate(requests_total[5m]) > 5").notes).toEqual([]);
  });
});

const file = `# Of the shop
groups:
  - name: shop # every minute
    interval: 1m
    query_offset: 30s
    rules:
      - record: job:requests:rate5m
        expr: >-
          sum by (job)
          (rate(requests_total[5m]))   # not a comment of YAML
      - alert: Slow
        # why
        expr: |2
            avg_over_time(job:requests:rate5m[1h]) # per hour
              < 0.5 * avg_over_time(job:requests:rate5m[1d:5m])
        for: "10m"
        keep_firing_for: '5m'
        annotations: { summary: "over 5m, {{ query \\"up\\" }}" }
`;

describe("scaling a rule file", () => {
  it("keeps comments, order, quotes and everything that is not time", () => {
    const { text, refused } = scaleRuleFile("f.yml", file, 60, signals);
    expect(refused).toEqual([]);
    expect(text).toBe(
      file
        .replace("interval: 1m", "interval: 1s")
        .replace("query_offset: 30s", "query_offset: 500ms")
        .replace("requests_total[5m]", "requests_total[5s]")
        .replace("rate5m[1h]", "rate5m[1m]")
        .replace("rate5m[1d:5m]", "rate5m[24m:5s]")
        .replace('for: "10m"', 'for: "10s"')
        .replace("for: '5m'", "for: '5s'"),
    );
  });

  it("puts a parenthesis on the line of what it opens before", () => {
    const text = (wait: string) => `groups:
  - name: g
    rules:
      - alert: A
        expr: backup_timestamp_seconds < time() -
          ${wait}
`;
    expect(scaleRuleFile("f.yml", text("300"), 60, signals).text).toBe(text("((300) / 60)"));
  });

  it("by 1 changes nothing and has nothing to say", () => {
    expect(scaleRuleFile("f.yml", file, 1, signals)).toMatchObject({ text: file, notes: [], refused: [] });
  });

  it("notes an annotation that asks on its own", () => {
    const { notes } = scaleRuleFile("f.yml", file, 60, signals);
    expect(notes).toMatchObject([{ line: 18, message: expect.stringContaining("runs a query of its own") }]);
  });

  it.each([2, 4, 10, 60, 120])("by %d keeps every ratio", (k) => {
    const times = (text: string) =>
      [...text.matchAll(/(?<=[\s"'[:])(?:\d+(?:ms|[smhd]))+(?=[\s"'\]:])/g)].map(([one]) => parseDuration(one));
    const before = times(file.replaceAll(/annotations.*/g, ""));
    const after = times(scaleRuleFile("f.yml", file, k, signals).text.replaceAll(/annotations.*/g, ""));
    expect(before).toHaveLength(8);
    expect(after).toEqual(before.map((ms) => (ms ?? Number.NaN) / k));
  });

  it("refuses a `for` that does not come out in whole milliseconds, with its place", () => {
    const { refused } = scaleRuleFile("f.yml", file.replace('"10m"', "1ms"), 60, signals);
    expect(refused).toMatchObject([{ line: 16, column: 14, source: "        for: 1ms" }]);
  });

  it("rounds up where that is less than a thousandth, and says so", () => {
    const { text, notes } = scaleRuleFile("f.yml", file.replace('"10m"', "10m"), 7, signals);
    expect(text).toContain("for: 1m25s715ms");
    expect(notes.map(({ message }) => message)).toContain("10m divided by 7 is rounded up to 1m25s715ms");
  });

  it("edits what an anchor stands for once", () => {
    const text =
      "groups: [{ name: g, rules: [{ alert: A, expr: &x 'rate(requests_total[5m]) > 1', for: &t 5m }, { alert: B, expr: *x, for: *t }] }]";
    expect(scaleRuleFile("f.yml", text, 60, signals).text).toBe(text.replace("[5m]", "[5s]").replace("&t 5m", "&t 5s"));
  });

  it("gives the problems of a file that is wrong instead", () => {
    expect(scaleRuleFile("f.yml", alert("rate("), 60, signals).refused).toHaveLength(1);
  });
});
