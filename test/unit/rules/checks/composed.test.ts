import { expect, test } from "vitest";
import { runChecks } from "../../../../sandbox/rules/checks/run-checks.ts";

const found = (service: string) =>
  runChecks([{ file: "compose.yml", text: `services:\n  prometheus: ${service}\n` }]).findings.map(
    ({ id, fix }) => `${id}: ${fix}`,
  );

test.each([
  ['{ image: "prom/prometheus:v3.16.0", ports: [{ target: 9090, published: 9091 }] }', "add `host_ip: 127.0.0.1`"],
  ['{ image: "prom/prometheus:v3.16.0", ports: ["9091:9090"] }', "write `127.0.0.1:9091:9090`"],
])("a port is open to all in either form: %s", (service, fix) => {
  expect(found(service)).toEqual([`port-open-to-all: ${fix}`]);
});

test.each([
  '{ image: "prom/prometheus:v3.16.0", ports: [{ target: 9090, published: 9091, host_ip: 127.0.0.1 }] }',
  '{ image: "prom/prometheus:v3.16.0", ports: [{ target: 9090 }] }',
])("twin: and in either not: %s", (service) => {
  expect(found(service)).toEqual([]);
});

test("an image that is a variable may have a version in it", () => {
  expect(found('{ image: "${IMAGE}" }')).toEqual([]);
  // Twin: beside its name it would.
  expect(found('{ image: "${REGISTRY}/prom/prometheus" }')).toEqual([expect.stringMatching(/^image-not-pinned/)]);
});
