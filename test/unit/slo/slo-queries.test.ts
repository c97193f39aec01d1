import { rm } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { readObjectives } from "../../../load/objectives.ts";
import { readSloQueries } from "../../../sandbox/drill/load/slo-queries.ts";
import { parseExpr } from "../../../sandbox/rules/promql.ts";
import { fixturesDirectory, projectFixtures } from "../../helpers/fixtures.ts";

const places: string[] = [];
afterAll(() => Promise.all(places.map((place) => rm(place, { recursive: true, force: true }))));

const judgedBy = (slo: string) => ({
  period: "30d" as const,
  objectives: [{ name: "e", objective: 0.999, client: { answered: true as const }, prometheus: { slo } }],
});

test("a load may be judged by an objective of slo/, by its name or its id, as the share of what was good", async () => {
  const queries = await readSloQueries(projectFixtures, judgedBy("errors"));
  expect(queries["errors"]).toEqual(queries["bailbondpro-errors"]);
  const { ratio } = queries["errors"] as { readonly ratio: string };
  expect(ratio).toMatch(/^1 - \(\n\(sum\(rate\(http_requests_total\{.*\}\[\{\{window\}\}\]\)\)\)\n\/\n/);
  for (const query of Object.values(queries))
    expect(parseExpr((query as { readonly ratio: string }).ratio.replaceAll("{{window}}", "37s")).problems).toEqual([]);
});

test("one that there is not is told with its place, and what is wrong with slo/ before any request is sent", async () => {
  const objectives =
    "objectives:\n  - { name: e, objective: 0.999, client: { answered: true }, prometheus: { slo: errers } }\n";
  const { value } = readObjectives("objectives.yml", objectives);
  const place = await fixturesDirectory({ "load/objectives.yml": objectives });
  places.push(place);
  await expect(readSloQueries(place, value ?? judgedBy("errers"))).rejects.toMatchObject({
    code: "input",
    problems: [{ line: 2, column: 81, message: expect.stringMatching(/^no SLO `errers` .*did you mean `errors`/) }],
  });
});
