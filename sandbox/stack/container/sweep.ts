import type Dockerode from "dockerode";
import { ownerIsDead, runLabel } from "./owner.ts";
import type { Labels } from "./owner.ts";
import { removeContainer, removeNetwork } from "./remove.ts";

/**
 * Removes the containers and networks of runs whose owner was killed itself, and returns their names. A run whose
 * owner lives, or can't be told, is never touched; any number of commands may sweep at once.
 */
export function sweepDeadContainers(docker: Dockerode): Promise<readonly string[]> {
  return sweep(docker, [runLabel], ownerIsDead);
}

/** Removes whatever is labelled with this run. */
export async function sweepRun(docker: Dockerode, labels: Labels): Promise<void> {
  await sweep(docker, [`${runLabel}=${labels[runLabel]}`], () => true);
}

async function sweep(docker: Dockerode, label: string[], chosen: (labels: Labels) => boolean): Promise<string[]> {
  const filters = { label };
  const containers = (await docker.listContainers({ all: true, filters })).filter(({ Labels }) => chosen(Labels));
  await Promise.all(containers.map(({ Id }) => removeContainer(docker, Id)));
  // A network can only go when nothing is left in it.
  const networks = (await docker.listNetworks({ filters })).filter(({ Labels }) => chosen(Labels ?? {}));
  await Promise.all(networks.map(({ Id }) => removeNetwork(docker, Id)));
  return [...containers.map(({ Names, Id }) => Names[0]?.slice(1) ?? Id), ...networks.map(({ Name }) => Name)];
}
