import { expect } from "vitest";
import type { Load } from "../../load/driver.ts";
import type { LoadResult } from "../../load/result.ts";
import { until } from "../../sandbox/wait.ts";

/** Each request is in one place only. */
export function expectAccount(result: LoadResult): void {
  const { errors } = result;
  expect(result.sent + result.lost + result.missed).toBe(result.due);
  expect(result.completed + errors.connection + errors.closed + errors.timeout + result.inFlight).toBe(result.sent);
  expect(Object.values(result.answers).reduce((sum, count) => sum + count, 0)).toBe(result.completed);
  expect(result.inFlight).toBeGreaterThanOrEqual(0);
}

/** Checks the account all the while; gives the first that has enough in it. */
export async function loadUntil(
  load: Load,
  what: string,
  enough: (result: LoadResult) => boolean,
): Promise<LoadResult> {
  return until(
    async () => {
      const result = load.result();
      expectAccount(result);
      return enough(result) ? { seen: result } : { missing: JSON.stringify(result) };
    },
    { what, withinMs: 50_000 },
  );
}
