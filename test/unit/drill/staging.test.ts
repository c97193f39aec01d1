import { expect, test } from "vitest";
import { castOf, servicesOf } from "../../../sandbox/drill/play/staging.ts";
import { readFixtures } from "../../../sandbox/drill/read/fixtures.ts";

test("an Elasticsearch is booted only where the log was asked for: drills never do", async () => {
  const staging = { fixtures: await readFixtures("fixtures"), factor: 60, rules: {}, versions: {} };
  const names = (logs: boolean) => servicesOf(castOf({ ...staging, logs })).map(({ name }) => name);
  expect(names(true)).toEqual([...names(false), "elasticsearch"]);
  expect(servicesOf(castOf(staging)).map(({ name }) => name)).toEqual(names(false));
});
