import { expect, test } from "vitest";
import { ecsFields } from "../../../sandbox/apps/api/log/ecs.ts";
import { indexTemplate } from "../../../sandbox/apps/api/log/index-template.ts";

/** Refreshed by `npx vitest run test/unit/log/index-template.test.ts -u`. */
const file = "../../../fixtures/elasticsearch/bailbondpro-logs.json";

test("the file has what the API puts there", async () => {
  await expect(`${JSON.stringify(indexTemplate("stream"), undefined, 2)}\n`).toMatchFileSnapshot(file);
});

test("every field of a line has its kind", () => {
  expect(indexTemplate("stream")).toMatchObject({
    template: {
      mappings: {
        dynamic: false,
        properties: Object.fromEntries(ecsFields.map(({ field, kind }) => [field, { type: kind }])),
      },
    },
  });
});

test("without data streams there is one index with the same fields, and no age at which it goes", () => {
  const { template, ...rest } = indexTemplate("index") as { readonly template: Readonly<Record<string, unknown>> };
  expect(rest).not.toHaveProperty("data_stream");
  expect(template).not.toHaveProperty("lifecycle");
  expect(indexTemplate("stream")).toMatchObject({ data_stream: {}, template });
});
