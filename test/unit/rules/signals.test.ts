import { describe, expect, it } from "vitest";
import { readSignals, signalOf } from "../../../sandbox/rules/signals.ts";

const { signals } = readSignals("signals.yml", "signals:\n  logins_failed_total: event\n  latency_seconds: level\n");

describe("a signal", () => {
  it.each([
    ["logins_failed_total", undefined, "event", false],
    ["latency_seconds_bucket", undefined, "level", false],
    ["other_seconds_bucket", undefined, "flow", true],
    ["requests_total", undefined, "flow", true],
    ["up", undefined, "level", false],
    ["ALERTS", undefined, "level", false],
    ["backup_timestamp_seconds", undefined, "timestamp", true],
    ["requests", "rate", "flow", true],
    ["disk_bytes", "predict_linear", "accumulating", true],
    ["memory_bytes", undefined, "level", true],
  ] as const)("of %s in %s is %s", (metric, usedBy, signal, assumed) => {
    expect(signalOf(metric, signals, usedBy)).toMatchObject({ signal, assumed });
  });

  it("that is none is said to be none, with its place", () => {
    const { problems } = readSignals("signals.yml", "signals:\n  a: flow\n  b: flwo\n");
    expect(problems).toMatchObject([{ line: 3, column: 6 }]);
    expect(problems[0]?.message).toBe("expected `flow`, `event`, `level`, `accumulating`, `timestamp`, got `flwo`");
  });
});
