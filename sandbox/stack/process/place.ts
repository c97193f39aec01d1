import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Launch, Service, Site } from "../service.ts";

/** Asks for a port of a service by both their names; the same answer every time. */
export type PortOf = (service: string, port: string) => Promise<number>;

/** A service's own corner of the run directory, with all that it was launched with written there. */
export interface Place {
  readonly directory: string;
  readonly log: string;
  readonly launch: Launch;
  readonly ports: Readonly<Record<string, number>>;
  /** The directories that it may write to, by name. */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * Makes the directory, allocates every port that the launch asks for, and writes its files. A disk that is busy holds up nothing
 * else here: loads on other stacks go on.
 */
export async function makePlace<P extends string>(
  service: Service<P>,
  directory: string,
  portOf: PortOf,
): Promise<Place> {
  const made = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 });
  await Promise.all(["files", "data", "tmp"].map((name) => made(path.join(directory, name))));
  const ports: Record<string, number> = {};
  for (const port of Object.keys(service.ports)) ports[port] = await portOf(service.name, port);
  const data: Record<string, string> = {};
  const launch = await launchAt(service, directory, portOf, data);
  await Promise.all(Object.values(data).map(made));
  for (const [name, content] of Object.entries(launch.files ?? {})) {
    const file = path.join(directory, "files", name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return { directory, log: path.join(directory, "log"), launch, ports, data };
}

/**
 * A peer's port is only known once it has been found free, which takes waiting, and a launch does not wait. But it is
 * pure: so it is asked again until it asks for no port that is not known yet.
 */
async function launchAt<P extends string>(
  service: Service<P>,
  directory: string,
  portOf: PortOf,
  data: Record<string, string>,
): Promise<Launch> {
  const known = new Map<string, number>();
  for (;;) {
    const unknown = new Map<string, readonly [string, string]>();
    const address = (name: string, port: string) => {
      const found = known.get(`${name}:${port}`);
      if (found === undefined) unknown.set(`${name}:${port}`, [name, port]);
      return `127.0.0.1:${found ?? 1}`;
    };
    const site: Site<P> = {
      listen: (port) => address(service.name, port),
      peer: (peer, port) => address(peer.name, port),
      path: (name) => path.join(directory, "files", name),
      data: (name) => (data[name] = path.join(directory, "data", name)),
    };
    const launch = service.launch(site);
    if (unknown.size === 0) return launch;
    for (const [key, [name, port]] of unknown) known.set(key, await portOf(name, port));
  }
}
