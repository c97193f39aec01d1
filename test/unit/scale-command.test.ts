import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../helpers/command.ts";

let place: string;
beforeAll(async () => {
  place = await mkdtemp(path.join(os.tmpdir(), "scale-"));
  await writeFile(path.join(place, "rules.yml"), rules);
  await writeFile(path.join(place, "signals.yml"), "signals: { jobs_total: event }\n");
  await writeFile(path.join(place, "broken.yml"), "groups:\n  - name: g\n    rules: [{ alert: A, expr: 'rate(' }]\n");
});
afterAll(() => rm(place, { recursive: true }));

const rules = `# Of the batch
groups:
  - name: batch
    rules:
      - alert: Jobs # too many
        expr: rate(jobs_total[5m]) > 2
        for: 10m
      - alert: Night
        expr: hour() > 22
        for: 10m
`;
const scale = (...args: string[]) => runCommand("scale.ts", args);
const file = (name: string) => path.join(place, name);

describe("npm run scale", () => {
  test("prints the scaled rules, what it did and why not, and ends with 1 where something is refused", async () => {
    const { status, stdout, stderr } = await scale("--factor", "60", file("rules.yml"));
    const why = "hour(): it reads the clock: the hour, day and date of production are not those of the scaled run";
    expect(stdout).toBe(
      rules
        .replace("rate(jobs_total[5m]) > 2\n        for: 10m", "((rate(jobs_total[5s])) / 60) > 2\n        for: 10s")
        .replace("      - alert: Night", `      # not scaled: ${why}\n      - alert: Night`),
    );
    expect(stderr.split("\n")).toEqual([
      `${file("rules.yml")}:6:15: corrected: rate() of jobs_total (event) is divided by 60`,
      `${file("rules.yml")}:9:15: refused: ${why}`,
      "          expr: hour() > 22",
      "                ^",
      "divided by 60: 1 corrected, 1 left as it was",
      "",
    ]);
    expect(status).toBe(1);
  });

  test("twin: ends with 0 where everything could be scaled, and with 64 where a file is wrong", async () => {
    await writeFile(file("fine.yml"), rules.replace("hour() > 22", "up == 0"));
    const [fine, broken] = await Promise.all([
      scale("--factor", "120", file("fine.yml"), file("fine.yml")),
      scale("--factor", "120", file("fine.yml"), file("broken.yml")),
    ]);
    expect(fine).toMatchObject({ status: 0, stdout: expect.stringContaining(`--- # ${file("fine.yml")}\n# Of`) });
    expect(broken).toMatchObject({ status: 64, stdout: "" });
    expect(broken.stderr).toMatch(/broken\.yml:3:\d+: not valid PromQL/);
  });
});
