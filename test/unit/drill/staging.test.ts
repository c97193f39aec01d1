import { expect, test } from "vitest";
import { castOf, servicesOf } from "../../../sandbox/drill/play/staging.ts";
import { readFixtures } from "../../../sandbox/drill/read/fixtures.ts";

test("an Elasticsearch and a tracing backend are booted only where they were asked for: drills never do", async () => {
  const staging = { fixtures: await readFixtures("fixtures"), factor: 60, rules: {}, versions: {} };
  const names = (logs: boolean) => servicesOf(castOf({ ...staging, logs })).map(({ name }) => name);
  expect(names(true)).toEqual([...names(false), "elasticsearch"]);
  expect(servicesOf(castOf(staging)).map(({ name }) => name)).toEqual(names(false));
  const traced = castOf({ ...staging, traces: "tracing" });
  expect(servicesOf(traced).map(({ name }) => name)).toEqual([...names(false), "traces"]);
  expect(traced.api.program).toEqual({ app: "api", beside: ["api/tracing"] });
  expect(castOf(staging).api.program).toEqual({ app: "api" });
});
