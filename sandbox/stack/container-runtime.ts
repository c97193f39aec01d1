import { FiredrillError } from "../errors.ts";
import { bundleApp, bundlesOf } from "./bundle.ts";
import { ensureImages } from "./container/images.ts";
import { containerNetwork } from "./container/network.ts";
import { labelsOfNewRun } from "./container/owner.ts";
import { sweepDeadContainers, sweepRun } from "./container/sweep.ts";
import { runContainer } from "./container/to-end.ts";
import { disposeAll } from "./dispose.ts";
import { detectEngine } from "./engine.ts";
import type { DetectedEngine } from "./engine.ts";
import { ports } from "./process/ports.ts";
import type { Network, Runtime } from "./service.ts";

/**
 * Containers in the engine of this machine: one network each, ports published on loopback only, everything labelled
 * with its owner. Rejects with `engine-missing`. What a command that was killed left in the engine is swept first.
 */
export async function containerRuntime(options: { readonly engine?: DetectedEngine } = {}): Promise<Runtime> {
  const engine = options.engine ?? (await detectEngine());
  if ("missing" in engine)
    throw new FiredrillError(
      "engine-missing",
      `containers were asked for, and ${engine.missing}. ` +
        `Start Docker, or point DOCKER_HOST at an engine of this machine, or run without one: --runtime process`,
    );
  const { docker } = engine;
  // testcontainers looks for an engine by itself; this way it finds the same one.
  process.env["DOCKER_HOST"] = engine.uri;
  await sweepDeadContainers(docker);
  const held = ports();
  const labels = labelsOfNewRun();
  const networks: Network[] = [];
  const life = new AbortController();
  return {
    kind: "container",
    async prepare(services, tools, progress) {
      const images = [...services, ...tools].map(({ image }) => image);
      const apps = services.flatMap(({ program }) => ("app" in program ? bundlesOf(program).map(bundleApp) : []));
      await Promise.all([ensureImages(docker, images, progress), ...apps]);
    },
    async network(name) {
      const network = await containerNetwork({ docker, ports: held, labels }, name);
      networks.push(network);
      return network;
    },
    run: (tool, args, files, signal) =>
      runContainer(
        { docker, labels },
        tool,
        args,
        files,
        signal ? AbortSignal.any([signal, life.signal]) : life.signal,
      ),
    async [Symbol.asyncDispose]() {
      life.abort(new FiredrillError("interrupted", "the runtime was taken down"));
      const rest = { [Symbol.asyncDispose]: () => sweepRun(docker, labels) };
      await disposeAll([...networks.splice(0).toReversed(), rest, held]);
    },
  };
}
