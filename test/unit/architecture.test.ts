import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** Stages in the order in which data passes them; those of one line do not import one another. */
const stages = [
  ["rules"],
  ["slo", "dashboards"],
  ["prove", "stack"],
  ["services"],
  ["load", "fault", "observe"],
  ["drill"],
  ["report"],
  ["scripts"],
];
/** May be imported by every stage, and import none. */
const common = new Set(["sandbox/errors.ts", "sandbox/outcome.ts", "sandbox/wait.ts"]);

interface Import {
  readonly from: string;
  readonly to: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
}

function importsOf(file: string): Import[] {
  const paths = readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
  return [...paths].map(([, path = ""]) => ({ from: file, to: normalize(join(dirname(file), path)) }));
}

function stageOf(file: string): string | undefined {
  const [top, second = ""] = file.split("/");
  return top === "sandbox" ? second : top;
}

const rank = (file: string): number => stages.findIndex((line) => line.includes(stageOf(file) ?? ""));

/** What is wrong with an import, or nothing. */
function complaint({ from, to }: Import): string | undefined {
  if (common.has(from)) return common.has(to) ? undefined : `${from} is common and imports ${to}`;
  if (common.has(to)) return stageOf(from) === "apps" ? `${from} is an app and imports ${to}` : undefined;
  if (stageOf(from) === "apps" || stageOf(to) === "apps") {
    const same = dirname(from).split("/")[2] === dirname(to).split("/")[2] && stageOf(from) === stageOf(to);
    return same ? undefined : `${from} imports ${to}: apps and the rest only talk over the network`;
  }
  if (rank(from) < 0 || rank(to) < 0) return `${from} imports ${to}, and one of them is in no stage`;
  if (stageOf(from) === stageOf(to) || rank(to) < rank(from)) return undefined;
  return `${from} imports ${to}, which comes later`;
}

const source = [...filesBelow("sandbox"), ...filesBelow("load"), ...filesBelow("scripts")];
const imports = source.flatMap(importsOf);

test("imports go one way, from rules to scripts", () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.flatMap((one) => complaint(one) ?? [])).toEqual([]);
});

describe("an import that goes the wrong way is found", () => {
  test.each([
    ["sandbox/rules/promql.ts", "sandbox/drill/run.ts"],
    ["sandbox/prove/predict.ts", "sandbox/stack/stack.ts"],
    ["sandbox/apps/api/main.ts", "sandbox/errors.ts"],
    ["sandbox/services/api.ts", "sandbox/apps/api/api.ts"],
    ["sandbox/apps/api/main.ts", "sandbox/apps/inbox/store.ts"],
    ["sandbox/wait.ts", "sandbox/rules/duration.ts"],
    ["sandbox/utils/text.ts", "sandbox/rules/duration.ts"],
  ])("%s → %s", (from, to) => {
    expect(complaint({ from, to })).toBeDefined();
  });
  test("and one that goes the right way is not", () => {
    expect(complaint({ from: "scripts/drill.ts", to: "sandbox/drill/run.ts" })).toBeUndefined();
  });
});

test("source stands in the folders that the project has, and in no other", () => {
  const folders = readdirSync(".", { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !entry.name.startsWith(".") ? [entry.name] : [],
  );
  const known = new Set(["scripts", "sandbox", "fixtures", "docs", "load", "test", "node_modules", "reports", "logs"]);
  expect(folders.filter((folder) => !known.has(folder))).toEqual([]);
  expect(known.has("src")).toBe(false);
});

/** The waiting loop alone may know of timers for waiting; a beat that paces load and deadlines of requests are no waits. */
const mayWait = new Set([
  "sandbox/wait.ts",
  // It makes requests wait: that is the fault.
  "sandbox/apps/api/faults/latency.ts",
  // So that a load generator has to say how long: that is what it is for.
  "sandbox/apps/known/answers.ts",
  // It lets lines wait for others to be written with.
  "sandbox/apps/api/log/batch-sink.ts",
  // So does it, and it lets a search engine that has failed have its time.
  "sandbox/apps/api/log/elasticsearch-sink.ts",
  // Likewise, with spans and a tracing backend.
  "sandbox/apps/api/otel/span-queue.ts",
]);

test("nothing waits outside the one waiting loop", () => {
  const sleeps = /(?<!\.)setTimeout\(|timers\/promises|\bsleep\(/;
  const found = [...source, ...filesBelow("test")].filter(
    (file) => !mayWait.has(file) && !file.endsWith("architecture.test.ts") && sleeps.test(readFileSync(file, "utf8")),
  );
  expect(found).toEqual([]);
  expect(sleeps.test(readFileSync("sandbox/wait.ts", "utf8"))).toBe(true);
});
