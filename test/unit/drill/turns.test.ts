import { expect, test } from "vitest";
import { turns } from "../../../sandbox/drill/play/turns.ts";

interface Job {
  readonly done: Promise<string>;
  readonly begun: () => boolean;
  readonly end: () => void;
  readonly fail: () => void;
}

function jobs(most: number, names: readonly string[]): Job[] {
  const queue = turns(most);
  return names.map((name) => {
    let begun = false;
    let [end, fail] = [() => {}, () => {}];
    const work = new Promise<string>((resolve, reject) => {
      end = () => resolve(name);
      fail = () => reject(new Error(name));
    });
    const done = queue.take(() => {
      begun = true;
      return work;
    });
    done.catch(() => {});
    return { done, begun: () => begun, end, fail };
  });
}

test("no more than so many are at it, in the order in which they came", async () => {
  const [a, b, c, d] = jobs(2, ["a", "b", "c", "d"]) as [Job, Job, Job, Job];
  expect([a, b, c, d].map(({ begun }) => begun())).toEqual([true, true, false, false]);
  b.end();
  expect(await b.done).toBe("b");
  expect([a, b, c, d].map(({ begun }) => begun())).toEqual([true, true, true, false]);
});

test("one that fails gives its turn to the next", async () => {
  const [a, b] = jobs(1, ["a", "b"]) as [Job, Job];
  a.fail();
  await expect(a.done).rejects.toThrow("a");
  expect(b.begun()).toBe(true);
  b.end();
  expect(await b.done).toBe("b");
});
