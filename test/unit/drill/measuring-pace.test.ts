import { expect, test } from "vitest";
import { atMeasuringPace } from "../../../sandbox/drill/load/measuring-pace.ts";
import { readFixtures } from "../../../sandbox/drill/read/fixtures.ts";
import { readPrometheusConfig } from "../../../sandbox/rules/prometheus-config.ts";
import { projectFixtures } from "../../helpers/fixtures.ts";

const fixtures = await readFixtures(projectFixtures);
const reading = (text: string) => {
  const { config } = readPrometheusConfig("prometheus.yml", text);
  if (!config) throw new Error("not a configuration");
  return { ...fixtures, prometheus: config };
};

test("what production scrapes and evaluates more seldom is measured every two seconds, and that is said", () => {
  const { fixtures: measured, note } = atMeasuringPace(fixtures);
  expect(measured.prometheus.raw).toMatchObject({
    global: { scrape_interval: "2s", evaluation_interval: "2s", external_labels: { environment: "production" } },
    scrape_configs: [
      { job_name: "bailbondpro-api", scrape_interval: "2s" },
      { job_name: "node-exporter", scrape_interval: "2s" },
    ],
  });
  expect(note).toMatch(/^scraped every 2s instead of 30s and 15s, /);
  expect(measured.rules).toBe(fixtures.rules);
});

test("twin: what is closer already stays as it is", () => {
  const close = reading(
    "global: { scrape_interval: 1s, evaluation_interval: 2s }\nscrape_configs: [{ job_name: a }]\n",
  );
  expect(atMeasuringPace(close)).toEqual({ fixtures: close, note: undefined });
});

test("a job of its own pace keeps it where that is closer", () => {
  const mixed = reading("scrape_configs: [{ job_name: a, scrape_interval: 500ms }, { job_name: b }]\n");
  expect(atMeasuringPace(mixed).fixtures.prometheus.raw["scrape_configs"]).toEqual([
    { job_name: "a", scrape_interval: "500ms" },
    { job_name: "b", scrape_interval: "2s" },
  ]);
});
