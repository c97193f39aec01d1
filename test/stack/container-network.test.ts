import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import type Dockerode from "dockerode";
import { GenericContainer } from "testcontainers";
import { expect } from "vitest";
import { containerRuntime } from "../../sandbox/stack/container-runtime.ts";
import { imageOf } from "../../sandbox/stack/versions.ts";
import { containerTest, greeter } from "../helpers/containers.ts";

containerTest("a service's ports are reached on loopback, and on no other address of this machine", async (docker) => {
  await using runtime = await containerRuntime();
  const network = await runtime.network("loopback");
  const running = await network.start(greeter("quiet"));
  const port = Number(running.url("http").port);

  expect(await (await fetch(running.url("http"))).text()).toBe("hello");
  expect(await publishedOn(docker, port)).toEqual(["127.0.0.1"]);
  for (const address of otherAddresses()) expect(await accepts(address, port)).toBe(false);
});

containerTest("the same container, published by testcontainers alone, is reached on every address", async (docker) => {
  await using loud = await new GenericContainer(imageOf("node"))
    .withAutoCleanup(false)
    .withCommand([...greeter("loud").launch(nowhere).args])
    .withExposedPorts(8080)
    .start();
  const port = loud.getMappedPort(8080);

  expect(await publishedOn(docker, port)).toContain("0.0.0.0");
  for (const address of otherAddresses()) expect(await accepts(address, port)).toBe(true);
});

containerTest("a container is in its stack's network and in no other, and says whose it is", async (docker) => {
  await using runtime = await containerRuntime();
  const network = await runtime.network("alone");
  const running = await network.start(greeter("labelled"));

  const container = await containerAt(docker, Number(running.url("http").port));
  expect(Object.keys(container.NetworkSettings.Networks)).toEqual([expect.stringMatching(/^firedrill-\w+-alone$/)]);
  expect(container.Labels).toMatchObject({
    "firedrill.run": expect.stringMatching(/^\w+$/),
    "firedrill.owner.pid": String(process.pid),
  });
});

containerTest("two stacks of one run hold services of the same name, each with its own", async () => {
  await using runtime = await containerRuntime();
  const said = await Promise.all(
    ["one", "two"].map(async (name) => {
      const network = await runtime.network(name);
      const running = await network.start(greeter("api", name));
      return (await fetch(running.url("http"))).text();
    }),
  );
  expect(said).toEqual(["one", "two"]);
});

const nowhere = { listen: () => "", peer: () => "", path: () => "", data: () => "" };

async function containerAt(docker: Dockerode, port: number): Promise<Dockerode.ContainerInfo> {
  const containers = await docker.listContainers();
  const found = containers.find(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === port));
  if (!found) throw new Error(`no container publishes port ${port}`);
  return found;
}

async function publishedOn(docker: Dockerode, port: number): Promise<string[]> {
  const { Ports } = await containerAt(docker, port);
  return Ports.flatMap(({ PublicPort, IP }) => (PublicPort === port && IP !== undefined ? [IP] : []));
}

function otherAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.flatMap(({ internal, family, address }) => (internal || family !== "IPv4" ? [] : [address]));
}

async function accepts(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(20_000) });
    return true;
  } catch {
    return false;
  } finally {
    socket.on("error", () => {}).destroy();
  }
}
