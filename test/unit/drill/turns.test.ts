import { expect, test } from "vitest";
import { turns } from "../../../sandbox/drill/play/turns.ts";

/** Tasks that end when they are told to, and who of them has begun. */
function tasks() {
  const begun: string[] = [];
  const end = new Map<string, () => void>();
  const task = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => end.set(name, () => resolve(name)));
  };
  return { begun, end: (name: string) => end.get(name)?.(), task };
}

test("so many tasks run at once, the others in the order in which they came", async () => {
  const { begun, end, task } = tasks();
  const inTurn = turns(2);
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => inTurn(task(name)));
  expect(begun).toEqual(["a", "b"]);
  end("b");
  expect(await b).toBe("b");
  expect(begun).toEqual(["a", "b", "c"]);
  end("a");
  end("c");
  expect(await Promise.all([a, c])).toEqual(["a", "c"]);
  expect(begun).toEqual(["a", "b", "c", "d"]);
  end("d");
  expect(await d).toBe("d");
});

test("whoever comes when a turn is free does not wait, and takes it from nobody", async () => {
  const { begun, end, task } = tasks();
  const inTurn = turns(1);
  const first = inTurn(task("first"));
  end("first");
  await first;
  const second = inTurn(task("second"));
  const third = inTurn(task("third"));
  expect(begun).toEqual(["first", "second"]);
  end("second");
  await second;
  const fourth = inTurn(task("fourth"));
  expect(begun).toEqual(["first", "second", "third"]);
  end("third");
  await third;
  end("fourth");
  expect(await fourth).toBe("fourth");
});

test("a task that fails gives its turn on", async () => {
  const inTurn = turns(1);
  const failing = inTurn(() => Promise.reject(new Error("no boot")));
  const next = inTurn(async () => "next");
  await expect(failing).rejects.toThrow("no boot");
  expect(await next).toBe("next");
});
