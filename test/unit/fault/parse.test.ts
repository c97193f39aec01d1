import { expect, test } from "vitest";
import { faults } from "../../../sandbox/fault/faults.ts";
import { parseFault } from "../../../sandbox/fault/parse.ts";

const typed: Readonly<Record<keyof typeof faults, string>> = {
  "http-error": "http-error ratio=0.2 route=/api/bonds/:id",
  latency: "latency p50=100 p95=1500 p99=3000",
  down: "down service=redis how=pause",
  memory: "memory share=0.9",
  pool: "pool share=1",
  "slow-query": "slow-query ms=400 ratio=0.5",
  "cpu-burn": "cpu-burn share=0.5",
  traffic: "traffic share=0",
  "login-brute-force": "login-brute-force perSecond=20",
  surge: "surge load=reports",
};

test.each(Object.entries(typed))("%s can be typed", (kind, text) => {
  expect(parseFault(text)).toMatchObject({ fault: { kind } });
});

test.each(Object.entries(typed))("%s with a word too many is told what there is", (kind, text) => {
  const read = parseFault(`${text} colour=red`);
  expect(read).toMatchObject({ wrong: expect.stringContaining("unknown parameter `colour`") });
  expect(read).toMatchObject({ wrong: expect.stringContaining(`${kind} {`) });
});

test("an unknown fault is told which there are", () => {
  const read = parseFault("flood share=1");
  for (const { summary } of Object.values(faults))
    expect(read).toMatchObject({ wrong: expect.stringContaining(summary) });
});
