import { expect, test } from "vitest";
import { FiredrillError } from "../../sandbox/errors.ts";
import { whyNoLog } from "../../sandbox/observe/log-arrival.ts";
import { api } from "../../sandbox/services/api.ts";
import { elasticsearch } from "../../sandbox/services/elasticsearch.ts";
import type { Runtime } from "../../sandbox/stack/service.ts";
import { runtimes } from "../helpers/runtimes.ts";

const container = runtimes.find(({ kind }) => kind === "container");
const search = elasticsearch();
const service = api({ elasticsearch: search });
const title = "in containers, what the API logs is found in Elasticsearch";

const opened = await open();
if (typeof opened === "string") test.skip(`${title}: ${opened}`, () => {});
else
  test(
    title,
    async () => {
      await using runtime = opened;
      const network = await runtime.network("log");
      const index = await network.start(search);
      expect(await whyNoLog(index.url("http"), 1)).toMatch(/there is none$/);
      await network.start(service); // each look whether it is ready is a line
      expect(await whyNoLog(index.url("http"), 60_000)).toBeUndefined();
    },
    240_000,
  );

/** The runtime, with both images; or why there is none. */
async function open(): Promise<Runtime | string> {
  if (!container || container.missing !== undefined) return container?.missing ?? "no such runtime";
  const runtime = await container.open();
  try {
    await runtime.prepare([search, service], [], () => {});
    return runtime;
  } catch (error) {
    await runtime[Symbol.asyncDispose]();
    if (error instanceof FiredrillError && error.code === "image-missing") return error.message.split("\n")[0] ?? "";
    throw error;
  }
}
