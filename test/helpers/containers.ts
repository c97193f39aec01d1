import type Dockerode from "dockerode";
import { test } from "vitest";
import { ensureImages } from "../../sandbox/stack/container/images.ts";
import { detectEngine } from "../../sandbox/stack/engine.ts";
import type { Service } from "../../sandbox/stack/service.ts";
import { imageOf } from "../../sandbox/stack/versions.ts";

const engine = await detectEngine();
const reason = "missing" in engine ? engine.missing : await reasonWithoutImage(engine.docker);

/** A test that needs an engine with the node image; where there is none, it is skipped and its name says why. */
export function containerTest(name: string, body: (docker: Dockerode) => Promise<void>): void {
  if ("docker" in engine && reason === undefined) test(name, () => body(engine.docker));
  else test.skip(`${name} (skipped: ${reason})`, () => {});
}

async function reasonWithoutImage(docker: Dockerode): Promise<string | undefined> {
  return ensureImages(docker, [imageOf("node")], () => {}).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message.split("\n")[0] : String(error)),
  );
}

/** Answers every request with 200 and what `say` is. */
export function greeter(name: string, say = "hello"): Service<"http"> {
  const script = `require("node:http").createServer((_, answer) => answer.end(${JSON.stringify(say)})).listen(8080)`;
  return {
    name,
    image: imageOf("node"),
    program: { binary: "node" },
    ports: { http: 8080 },
    needs: [],
    ready: { http: "/", port: "http" },
    launch: () => ({ args: ["node", "-e", script] }),
  };
}
