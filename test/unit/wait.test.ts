import { expect, test } from "vitest";
import { throughout, until } from "../../sandbox/wait.ts";

/** As a process is that gets no processor. */
function heldUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test("a look that was held up until the time was over is not the last", async () => {
  let looks = 0;
  const look = async () => {
    looks += 1;
    if (looks > 1) return { seen: looks };
    heldUp(20);
    return { missing: "it came while this was held up" };
  };
  expect(await until(look, { what: "a word", withinMs: 10 })).toBe(2);
});

test("twin: what is not there after the time is over is given up, with what was missing last", async () => {
  let looks = 0;
  const look = async () => {
    looks += 1;
    heldUp(20);
    return { missing: `nothing ${looks} times` };
  };
  await expect(until(look, { what: "a word", withinMs: 10 })).rejects.toMatchObject({
    code: "waited",
    message: expect.stringMatching(/^waited \d+\.\d s for a word: nothing 2 times$/),
  });
});

test("what has to stay is given up at the first look that misses it", async () => {
  let looks = 0;
  const look = async () => ((looks += 1) < 3 ? { seen: true } : { missing: "it is gone" });
  const patience = { what: "silence", withinMs: 60_000, everyMs: 1 };
  await expect(throughout(look, patience)).rejects.toThrow(/for silence: it is gone$/);
  expect(looks).toBe(3);
});
