import { randomUUID } from "node:crypto";
import type Dockerode from "dockerode";
import { expect } from "vitest";
import { containerRuntime } from "../../sandbox/stack/container-runtime.ts";
import type { Service } from "../../sandbox/stack/service.ts";
import { containerTest, greeter } from "../helpers/containers.ts";

const overTcp = (service: Service<"http">): Service<"http"> => ({ ...service, ready: { tcp: true, port: "http" } });
const deaf: Service<"http"> = {
  ...greeter("deaf"),
  launch: () => ({ args: ["node", "-e", "console.log('not listening'); setInterval(() => {}, 1000)"] }),
};

containerTest("a port on which something listens is ready", async () => {
  await using runtime = await containerRuntime();
  const network = await runtime.network("tcp");
  const running = await network.start(overTcp(greeter("listener")));
  expect((await fetch(running.url("http"))).status).toBe(200);
});

containerTest("a port on which nothing listens is not ready, although the engine's proxy accepts for it", async () => {
  await using runtime = await containerRuntime();
  const network = await runtime.network("tcp");
  // Several times as long as a boot takes on this machine, now: by then it has begun for sure, and said so.
  const begun = performance.now();
  await network.start(greeter("quick"));
  const readyWithinMs = 1000 + 3 * (performance.now() - begun);
  await expect(network.start({ ...overTcp(deaf), readyWithinMs })).rejects.toMatchObject({
    code: "not-ready",
    message: expect.stringMatching(/^waited .* for deaf to be ready: nobody accepts[^]*not listening/),
  });
});

containerTest("a service that can't be executed says so, and is not left in the engine", async (docker) => {
  await using runtime = await containerRuntime();
  const name = randomUUID();
  const network = await runtime.network(name);
  const service = { ...greeter("wrong"), launch: () => ({ args: ["no-such-program"] }) };
  await expect(network.start(service)).rejects.toMatchObject({
    code: "boot-failed",
    message: expect.stringContaining("no-such-program"),
  });
  expect(await containersIn(docker, name)).toEqual([]);
});

containerTest("a start that is interrupted leaves nothing; one that is not, a container", async (docker) => {
  await using runtime = await containerRuntime();
  const name = randomUUID();
  const network = await runtime.network(name);

  const stop = new AbortController();
  const starting = network.start({ ...deaf, readyWithinMs: 60_000 }, stop.signal);
  stop.abort();
  await expect(starting).rejects.toMatchObject({ code: "interrupted" });
  expect(await containersIn(docker, name)).toEqual([]);

  await using _ = await network.start(greeter("kept"), new AbortController().signal);
  expect(await containersIn(docker, name)).toHaveLength(1);
});

async function containersIn(docker: Dockerode, network: string): Promise<string[]> {
  const all = await docker.listContainers({ all: true });
  const there = all.filter(({ NetworkSettings }) =>
    Object.keys(NetworkSettings.Networks).some((name) => name.endsWith(network)),
  );
  return there.map(({ Id }) => Id);
}
