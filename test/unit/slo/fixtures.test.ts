import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { createMetrics } from "../../../sandbox/apps/api/metrics.ts";
import { readSloFiles } from "../../../sandbox/drill/read/slo-files.ts";
import { readBuckets } from "../../../sandbox/rules/buckets.ts";
import { renderRules } from "../../../sandbox/slo/render.ts";
import { projectFixtures } from "../../helpers/fixtures.ts";
import { days } from "./specs.ts";

const file = path.join(projectFixtures, "slo", "bailbondpro.yml");
const rules = readFileSync(path.join(projectFixtures, "prometheus", "rules", "slo.yml"), "utf8");

async function generated(periodMs: number): Promise<string> {
  const { slos, notes, files } = await readSloFiles([file], { periodMs });
  return renderRules(
    slos,
    files,
    notes.map(({ message }) => message),
  );
}

test("the rules of the guide's objectives are what is generated of them", async () => {
  expect(rules).toBe(await generated(30 * days));
  expect(rules).not.toBe(await generated(28 * days));
});

test("the objectives are the guide's", async () => {
  const { slos, notes } = await readSloFiles([file], { periodMs: 30 * days });
  expect(notes).toEqual([]);
  expect(slos.map(({ id, objective }) => [id, objective])).toEqual([
    ["bailbondpro-availability", 99.9],
    ["bailbondpro-latency", 95],
    ["bailbondpro-errors", 99.9],
  ]);
});

test("the buckets that are known are those that the API exports", async () => {
  const metrics = createMetrics();
  metrics.requestDuration.labels("GET", "/", "200").observe(1);
  metrics.queryDuration.labels("select", "bonds").observe(1);
  const text = await metrics.registry.metrics();
  const known = readBuckets(
    "buckets.yml",
    readFileSync(path.join(projectFixtures, "prometheus", "buckets.yml"), "utf8"),
  );
  expect(known.problems).toEqual([]);
  expect(known.buckets.size).toBe(2);
  for (const [histogram, bounds] of known.buckets) {
    const lines = text.matchAll(new RegExp(`^${histogram}_bucket\\{le="([^"]+)"`, "gm"));
    expect([...lines].map(([, bound]) => Number(bound))).toEqual([...bounds, NaN]);
  }
});

test("everything that is wrong with objectives and catalogue is said before anything is made of them", async () => {
  await expect(readSloFiles([file, "no-such.yml"], { periodMs: days, buckets: "nowhere.yml" })).rejects.toMatchObject({
    code: "input",
    problems: [{ file: "no-such.yml" }, { file: "nowhere.yml" }],
  });
});
