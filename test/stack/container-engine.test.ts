import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { detectEngine } from "../../sandbox/stack/engine.ts";

const linux: RequestListener = (_, answer) => answer.end(JSON.stringify({ Version: "27.0.1", Os: "linux" }));
const windows: RequestListener = (_, answer) => answer.end(JSON.stringify({ Version: "27.0.1", Os: "windows" }));
const silent: RequestListener = () => {};

test("an engine that answers on loopback is found, with its version", async () => {
  await using engine = await served(linux);
  expect(await detectEngine({ env: { DOCKER_HOST: engine.uri } })).toMatchObject({
    version: "27.0.1",
    uri: engine.uri,
  });
});

test.each([
  ["never answers", silent, "no answer in time", { timeoutMs: 300 }],
  ["runs Windows containers", windows, "it runs windows containers", {}],
])("an engine that %s is missing", async (_, listener, why, patience) => {
  await using engine = await served(listener);
  const found = await detectEngine({ env: { DOCKER_HOST: engine.uri }, ...patience });
  expect(found).toEqual({
    missing: expect.stringContaining(`no engine answers at ${engine.uri} (DOCKER_HOST: ${why}`),
  });
});

test.each([
  ["unix:///nowhere/docker.sock", "no such socket"],
  ["tcp://192.0.2.7:2375", "it is on another machine"],
  ["tcp://127.0.0.1.example.com:2375", "it is on another machine"],
  ["ssh://me@build.example.com", "reached over ssh"],
  ["docker", "no address of an engine"],
  ["tcp://", "no address of an engine"],
])("DOCKER_HOST=%s is missing, by name: %s", async (address, why) => {
  const found = await detectEngine({ env: { DOCKER_HOST: address } });
  expect(found).toEqual({ missing: expect.stringContaining(`${address} (DOCKER_HOST: `) });
  expect(found).toEqual({ missing: expect.stringContaining(why) });
});

test("the context that the docker command would use is used, unless DOCKER_HOST says otherwise", async () => {
  await using engine = await served(linux);
  await using config = await dockerConfig("colima", engine.uri);
  const chosen = { DOCKER_CONFIG: config.folder };
  expect(await detectEngine({ env: chosen })).toMatchObject({ version: "27.0.1" });
  expect(await detectEngine({ env: { ...chosen, DOCKER_CONTEXT: "gone" } })).toEqual({
    missing: expect.stringContaining("context gone"),
  });
  expect(await detectEngine({ env: { ...chosen, DOCKER_HOST: "unix:///nowhere" } })).toEqual({
    missing: expect.stringContaining("DOCKER_HOST"),
  });
});

async function served(listener: RequestListener): Promise<AsyncDisposable & { readonly uri: string }> {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    uri: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function dockerConfig(context: string, host: string): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), "firedrill-test-"));
  const meta = path.join(folder, "contexts", "meta", createHash("sha256").update(context).digest("hex"));
  await mkdir(meta, { recursive: true });
  await writeFile(path.join(folder, "config.json"), JSON.stringify({ currentContext: context }));
  await writeFile(path.join(meta, "meta.json"), JSON.stringify({ Endpoints: { docker: { Host: host } } }));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
