import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { LoadProfile } from "../../../load/profile.ts";
import { openBaselines } from "../../../sandbox/drill/load/baselines.ts";
import type { BaselineOptions } from "../../../sandbox/drill/load/baselines.ts";
import { conditions, record } from "../load/compare/measured.ts";

const requests = [{ method: "GET", path: "/a", weight: 1 }] as const;
const lasting = (duration: "4s" | "5s"): LoadProfile => ({ title: "T", rate: 100, duration, requests: [...requests] });
const directory = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), "baselines-"));
  onTestFinished(() => rm(made, { recursive: true }));
  await mkdir(join(made, "load"));
  return made;
};
const open = (fixtures: string, options: BaselineOptions, duration: "4s" | "5s" = "5s") =>
  openBaselines(fixtures, { name: "steady", profile: lasting(duration) }, options);

test("a load too short to be saved is refused before it, and not where nothing is to be saved", async () => {
  const fixtures = await directory();
  await expect(open(fixtures, { save: "main" }, "4s")).rejects.toMatchObject({
    code: "usage",
    message: "--save main: a load of 4 s is no measure; ask for 5 s at least",
  });
  await expect(open(fixtures, {}, "4s")).resolves.toBeDefined();
});

test("a place that can't be written to is refused before the load; one that can is left as it was", async () => {
  const fixtures = await directory();
  await open(fixtures, { save: "main" });
  expect(await readdir(join(fixtures, "load", "baselines"))).toEqual([]);
  const other = await directory();
  await writeFile(join(other, "load", "baselines"), "");
  await expect(open(other, { save: "main" })).rejects.toMatchObject({
    code: "usage",
    message: expect.stringMatching(/^the baseline .*main.json can't be (read|written): /),
  });
});

test("a run is added to those like it; twin: a slower one is not", async () => {
  const fixtures = await directory();
  const save = async (seed: number, times: number) =>
    await (await open(fixtures, { save: "main" })).save(conditions, record(seed, times));
  expect(await save(1, 1)).toBe("saved as the baseline main, which has 1 run");
  expect(await save(2, 1)).toBe("saved as the baseline main, which has 2 runs");
  await expect(save(3, 1.2)).rejects.toThrow("this run deviates from main; to begin anew, remove");
  expect(await save(4, 1)).toBe("saved as the baseline main, which has 3 runs");
});
