import { describe, expect, test } from "vitest";
import { Ledger } from "../../../load/ledger.ts";
import { requestMix } from "../../../load/mix.ts";
import { thinned } from "../../../load/thinned.ts";

function sent(share: number, count: number): number[] {
  const wanted = thinned(share);
  return Array.from({ length: count }, (_, n) => n).filter(() => wanted());
}

describe("a share of the requests", () => {
  test.each([
    [0, 0],
    [0.005, 5],
    [0.1, 100],
    [0.7, 700],
    [1, 1000],
  ])("of %d is %d of a thousand, evenly", (share, count) => {
    const numbers = sent(share, 1000);
    expect(numbers).toHaveLength(count);
    const gaps = numbers.slice(1).map((n, i) => n - (numbers[i] ?? 0));
    expect(Math.max(0, ...gaps) - Math.min(...gaps, Infinity)).toBeLessThanOrEqual(1);
  });

  test("is a fair sample of the mix", () => {
    const mix = requestMix([3, 1]);
    for (const share of [0.1, 0.25, 0.5]) {
      const numbers = sent(share, 2000);
      const first = numbers.filter((n) => mix(n) === 0).length;
      expect(first / numbers.length).toBeCloseTo(0.75, 1);
    }
  });
});

describe("what is withheld", () => {
  const thin = (): Ledger => {
    const ledger = new Ledger(100);
    for (let n = 0; n < 40; n++) {
      ledger.due(n % 4 === 0 || n < 20 ? "sent" : "withheld", n % 4 === 0 || n < 20 ? 1 : 900);
      if (n % 4 === 0 || n < 20) ledger.ended(n, 200, 1);
    }
    return ledger;
  };

  test("is neither due, sent nor late, and was not wanted", () => {
    expect(thin().between(20, 40).result(100, 200)).toMatchObject({
      wantedPerSecond: 25,
      achievedPerSecond: 25,
      due: 5,
      sent: 5,
      completed: 5,
      missed: 0,
      late: 0,
      behind: null,
    });
  });

  test("leaves the span before it as it was, and counts in the total", () => {
    expect(thin().between(0, 20).result(100, 200)).toMatchObject({ wantedPerSecond: 100, due: 20 });
    expect(thin().total.result(100, 400)).toMatchObject({ wantedPerSecond: 62.5, due: 25 });
  });

  test("twin: the same requests missed are the generator's fault", () => {
    const ledger = new Ledger(100);
    for (let n = 0; n < 20; n++) ledger.due(n % 4 === 0 ? "sent" : "missed", n % 4 === 0 ? 1 : 900);
    expect(ledger.total.result(100, 200)).toMatchObject({ wantedPerSecond: 100, due: 20, missed: 15 });
    expect(ledger.total.result(100, 200).behind).not.toBeNull();
  });
});
