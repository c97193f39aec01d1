import type Dockerode from "dockerode";
import { FiredrillError } from "../../errors.ts";
import { disposeAll } from "../dispose.ts";
import type { Ports } from "../process/ports.ts";
import type { Network, Running, Service } from "../service.ts";
import { launchContainer } from "./launch.ts";
import { runLabel } from "./owner.ts";
import type { Labels } from "./owner.ts";
import { untilReady } from "./ready.ts";
import type { Asked } from "./ready.ts";
import { recipeOf } from "./recipe.ts";
import { removeNetwork } from "./remove.ts";
import { runningContainer } from "./running.ts";

/** What all networks of a run share. */
export interface Surroundings {
  readonly docker: Dockerode;
  readonly ports: Ports;
  readonly labels: Labels;
}

/** One network of the engine, in which services find one another by name. */
export async function containerNetwork(around: Surroundings, name: string): Promise<Network> {
  const { docker, labels } = around;
  const fullName = `firedrill-${labels[runLabel]}-${name}`;
  const network = await docker.createNetwork({ Name: fullName, CheckDuplicate: true, Labels: { ...labels } });
  const running: Running[] = [];
  const starting = new Set<Promise<unknown>>();
  const life = new AbortController();
  return {
    release: async ({ image }) => releaseOf(image),
    async start(service, signal) {
      const either = signal ? AbortSignal.any([signal, life.signal]) : life.signal;
      const begun = startService(service, around, { name: fullName, network }, either);
      starting.add(begun);
      try {
        const started = await begun;
        running.push(started);
        return started;
      } finally {
        starting.delete(begun);
      }
    },
    async [Symbol.asyncDispose]() {
      life.abort(new FiredrillError("interrupted", "the network was taken down"));
      await Promise.allSettled(starting);
      const emptied = { [Symbol.asyncDispose]: () => removeNetwork(docker, network.id) };
      await disposeAll([...running.splice(0).toReversed(), emptied]);
    },
  };
}

/** As its tag says it: what an image holds is known only once it runs. */
function releaseOf(image: string): string | undefined {
  return /:v?(\d+\.\d+\.\d+[^:/]*)$/.exec(image)?.[1];
}

async function startService<P extends string>(
  service: Service<P>,
  around: Surroundings,
  { name, network }: { readonly name: string; readonly network: Dockerode.Network },
  signal: AbortSignal,
): Promise<Running<P>> {
  const { docker, labels } = around;
  const host: Record<string, number> = {};
  for (const port of Object.keys(service.ports)) host[port] = await around.ports.take();
  const portOf = (port: P): number => host[port] as number;
  const published = new Map(Object.entries<number>(service.ports).map(([port, inside]) => [inside, portOf(port as P)]));
  const alias = service.name;
  const made = {
    name: service.name,
    image: service.image,
    recipe: await recipeOf(docker, service),
    connections: { network: { name, alias }, published },
    labels,
  };
  const watch = async (container: Dockerode.Container, either: AbortSignal): Promise<Asked<P>> => {
    const asked = { service, container, portOf };
    await untilReady(asked, either);
    return asked;
  };
  // By its id: what a stack is called may not fit into an address.
  return runningContainer(docker, await launchContainer(docker, made, watch, signal), { network, alias });
}
