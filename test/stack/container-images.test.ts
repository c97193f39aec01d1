import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { expect } from "vitest";
import { ensureImages } from "../../sandbox/stack/container/images.ts";
import { imageOf } from "../../sandbox/stack/versions.ts";
import { containerTest } from "../helpers/containers.ts";

containerTest("an image that is here is not pulled", async (docker) => {
  const said: string[] = [];
  await ensureImages(docker, [imageOf("node")], (line) => said.push(line));
  expect(said).toEqual([]);
});

containerTest(
  "images that are neither here nor to be had are named in one error, each with its reason",
  async (docker) => {
    await using registry = await silentRegistry();
    const refused = "127.0.0.1:1/firedrill-test/one:1.0";
    const unanswered = `${registry.address}/firedrill-test/two:2.0`;
    const said: string[] = [];

    const failure = ensureImages(docker, [refused, imageOf("node"), unanswered], (line) => said.push(line));
    await expect(failure).rejects.toMatchObject({ code: "image-missing" });
    const message = await failure.catch((error: Error) => error.message);
    const [first = "", ...lines] = (message ?? "").split("\n");
    expect(first).toContain(`${refused}, ${unanswered}`);
    expect(first).not.toContain(imageOf("node"));
    expect(lines).toContainEqual(expect.stringMatching(`^  ${refused}: .*connection refused`));
    expect(lines).toContainEqual(expect.stringMatching(`^  ${unanswered}: the registry was silent`));
    expect(lines.at(-1)).toContain(`docker pull ${refused}`);
    expect(said.toSorted()).toEqual([`${refused}: pulling`, `${unanswered}: pulling`].toSorted());
  },
);

/** Accepts connections and says nothing: what a registry behind a firewall looks like. */
async function silentRegistry(): Promise<AsyncDisposable & { readonly address: string }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
