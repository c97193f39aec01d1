import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { seedsIn } from "../../sandbox/stack/process/seeds.ts";
import type { Seeds } from "../../sandbox/stack/process/seeds.ts";
import type { Executable } from "../../sandbox/stack/process/network.ts";
import { siblingOf } from "../../sandbox/stack/process/sibling.ts";
import { createRunDirectory } from "../../sandbox/stack/process/run-directory.ts";
import type { Seed, Service } from "../../sandbox/stack/service.ts";

const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-seeds-"));
let cache: string;
let made: string;

beforeEach(() => {
  cache = mkdtempSync(path.join(place, "cache-"));
  made = path.join(cache, "made");
});
afterAll(() => rmSync(place, { recursive: true }));

const executable: Executable = {
  line: [process.execPath],
  wrap: [],
  version: "1.2.3",
  origin: "node",
  sibling: siblingOf(process.execPath, process.env),
};

test("a seed is made once for all who need it, whoever asks first, and each has a copy of its own", async () => {
  const service = seeded(`echo once >> ${made}; mkdir private; chmod 700 private; echo seed > private/file`);
  const [one, other] = [newSeeds(), newSeeds()];
  await one.ready(service, executable);
  const copies = await Promise.all([one, one, other].map((seeds) => sown(seeds, service)));
  expect(readFileSync(made, "utf8")).toBe("once\n");
  writeFileSync(path.join(copies[0] as string, "private/file"), "changed");
  const contents = [...copies, await sown(newSeeds(), service)].map((copy) =>
    readFileSync(`${copy}/private/file`, "utf8"),
  );
  expect(contents).toEqual(["changed", "seed\n", "seed\n", "seed\n"]);
  expect(readFileSync(made, "utf8")).toBe("once\n");
  // The twin: other steps are another seed, and so is another version of the program.
  await newSeeds().ready(seeded(`echo again >> ${made}`), executable);
  await newSeeds().ready(service, { ...executable, version: "1.2.4" });
  expect(readFileSync(made, "utf8")).toBe("once\nagain\nonce\n");
});

test("two commands that make the same one at once do no harm", async () => {
  const service = seeded("echo seed > file");
  const copies = await Promise.all([1, 2, 3, 4].map(() => sown(newSeeds(), service)));
  expect(copies.map((copy) => readFileSync(path.join(copy, "file"), "utf8"))).toEqual(Array(4).fill("seed\n"));
  expect(readdirSync(path.join(cache, "seeds"))).toHaveLength(1);
  expect(readdirSync(path.join(cache, "growing"))).toEqual([]);
});

test("one of which something is missing is made anew", async () => {
  const service = seeded(`echo x >> ${made}; echo seed > file`);
  await newSeeds().ready(service, executable);
  const [name = ""] = readdirSync(path.join(cache, "seeds"));
  rmSync(path.join(cache, "seeds", name, "content", "file"));
  expect(readFileSync(path.join(await sown(newSeeds(), service), "file"), "utf8")).toBe("seed\n");
  expect(readFileSync(made, "utf8")).toBe("x\nx\n");
});

test("a step that fails is an error with what it said, and leaves nothing; the next try may succeed", async () => {
  const service = seeded(`echo no room; [ -e ${made} ]`);
  const seeds = newSeeds();
  await expect(seeds.ready(service, executable)).rejects.toMatchObject({
    code: "boot-failed",
    message: expect.stringMatching(/its data, sh ended with 1: no room/),
  });
  expect(existsSync(path.join(cache, "seeds"))).toBe(false);
  expect(readdirSync(path.join(cache, "growing"))).toEqual([]);
  writeFileSync(made, "");
  await seeds.ready(service, executable);
  expect(readdirSync(path.join(cache, "seeds"))).toHaveLength(1);
});

test("an interrupt ends it in the middle, and leaves nothing", async () => {
  const interrupt = new AbortController();
  const growing = newSeeds().ready(
    seeded(`echo begun > ${made}; exec tail -f /dev/null`),
    executable,
    interrupt.signal,
  );
  interrupt.abort();
  await expect(growing).rejects.toMatchObject({ code: "interrupted" });
  expect(existsSync(path.join(cache, "seeds"))).toBe(false);
  expect(readdirSync(path.join(cache, "growing"))).toEqual([]);
});

test("what a command that was killed had half made is taken away by the next", async () => {
  const half = createRunDirectory(path.join(cache, "growing"));
  const owner = path.join(half, "owner.json");
  const living = readFileSync(owner, "utf8");
  await newSeeds().ready(seeded("echo seed > file"), executable);
  expect(existsSync(half)).toBe(true); // its owner, this process, lives
  writeFileSync(owner, JSON.stringify({ ...(JSON.parse(living) as object), started: "long ago" }));
  await newSeeds().ready(seeded("echo other > file"), executable);
  expect(existsSync(half)).toBe(false);
});

test("input reaches a step, and each step is given the directory", async () => {
  const steps: Seed["steps"] = (directory) => [
    { command: ["sh", "-c", `cat > ${directory}/file`], input: "typed in" },
    { command: ["sh", "-c", "cat file > copy"] },
  ];
  const service = { ...seeded(""), seed: { data: "data", steps } };
  expect(readFileSync(path.join(await sown(newSeeds(), service), "copy"), "utf8")).toBe("typed in");
});

function newSeeds(): Seeds {
  return seedsIn(cache, process.env["PATH"] ?? "");
}

function seeded(script: string): Service {
  return {
    name: "sample",
    image: "none",
    program: { app: "none" },
    ports: {},
    needs: [],
    ready: { command: [] },
    seed: { data: "data", steps: () => [{ command: ["sh", "-c", script] }] },
    launch: () => ({ args: [] }),
  };
}

/** Where a copy lies. */
async function sown(seeds: Seeds, service: Service): Promise<string> {
  const data = mkdtempSync(path.join(place, "data-"));
  await seeds.sow(service, executable, { data });
  return data;
}
