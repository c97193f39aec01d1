import { describe, expect, test } from "vitest";
import { notation, seriesText } from "../../../sandbox/prove/ideal.ts";
import type { IdealSeries } from "../../../sandbox/prove/ideal.ts";

const phases = [
  { ms: 10_000, fault: false },
  { ms: 5_000, fault: true },
  { ms: 3_000, fault: false },
] as const;
const counter: IdealSeries = { metric: "c", labels: {}, type: "counter", before: 100, during: 80 };

/** The values that promtool reads from its notation. */
function values(text: string): (number | null)[] {
  return text.split(" ").flatMap((part) => {
    if (part === "stale") return [null];
    const [, empty, from, step, times] = /^(?:_x(\d+)|([\d.]+)(?:\+([\d.]+))?x(\d+))$/.exec(part) ?? [];
    if (empty !== undefined) return Array.from({ length: Number(empty) }, () => null);
    return Array.from({ length: Number(times) + 1 }, (_, i) => Number(from) + i * Number(step ?? 0));
  });
}

describe("an ideal series in promtool's notation", () => {
  test("a counter grows by so much a second, without a jump between phases", () => {
    expect(notation(counter, phases, 1000)).toBe("100+100x9 1100+80x4 1500+100x2");
    expect(values(notation(counter, phases, 1000)).slice(8, 12)).toEqual([900, 1000, 1100, 1180]);
  });

  test("has one sample a step, whatever the step", () => {
    for (const step of [1000, 500]) expect(values(notation(counter, phases, step))).toHaveLength(18_000 / step);
    expect(notation(counter, phases, 500)).toBe("50+50x19 1050+40x9 1450+50x5");
  });

  test("a gauge is what it is", () => {
    expect(notation({ ...counter, type: "gauge", before: 1, during: 0 }, phases, 1000)).toBe("1x9 0x4 1x2");
  });

  test("what is not there is stale, and a counter that comes back starts anew", () => {
    const gone = notation({ ...counter, during: "stale" }, phases, 1000);
    expect(gone).toBe("100+100x9 stale _x4 100+100x2");
    expect(values(gone)).toHaveLength(18);
    expect(notation({ ...counter, during: "stale" }, [{ ms: 1000, fault: true }], 1000)).toBe("stale");
  });

  test("a phase shorter than a step is left out, and no number has an exponent", () => {
    expect(notation(counter, [{ ms: 100, fault: true }], 1000)).toBe("");
    expect(notation({ ...counter, before: 0.000001 }, phases.slice(0, 1), 1000)).toBe("0.000001+0.000001x9");
  });
});

test("labels are quoted as Prometheus reads them", () => {
  expect(seriesText("up", { job: "a", path: 'say "hi"\\' })).toBe('up{job="a",path="say \\"hi\\"\\\\"}');
  expect(seriesText("up", {})).toBe("up{}");
});
