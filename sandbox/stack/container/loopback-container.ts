import { GenericContainer } from "testcontainers";
import type { WaitStrategy } from "testcontainers";

/** Where a container is connected, and what is seen of it outside. */
export interface Connections {
  /** Undefined: to nothing at all. */
  readonly network?: { readonly name: string; readonly alias: string };
  /** From ports inside to ports of this machine's loopback. */
  readonly published: ReadonlyMap<number, number>;
}

/**
 * testcontainers publishes ports on every interface and has no option against it; this publishes them on 127.0.0.1.
 * `created` is told the id before anything runs, and may reject to keep it from running.
 */
export class LoopbackContainer extends GenericContainer {
  readonly #connections: Connections;
  readonly #created: (id: string) => Promise<void>;

  constructor(image: string, connections: Connections, created: (id: string) => Promise<void>) {
    super(image);
    this.#connections = connections;
    this.#created = created;
    // Its reaper is a privileged container from another image; what is left of a run is swept by label instead.
    this.withAutoCleanup(false);
  }

  protected override async beforeContainerCreated(): Promise<void> {
    const { network, published } = this.#connections;
    const inside = [...published.keys()].map((port) => `${port}/tcp`);
    this.createOpts.ExposedPorts = Object.fromEntries(inside.map((port) => [port, {}]));
    this.hostConfig.PortBindings = Object.fromEntries(
      [...published].map(([port, host]) => [`${port}/tcp`, [{ HostIp: "127.0.0.1", HostPort: String(host) }]]),
    );
    this.networkMode = network?.name ?? "none";
    // Given at creation, so that it is in one network only, and keeps its name when it is started again.
    if (network)
      this.createOpts.NetworkingConfig = { EndpointsConfig: { [network.name]: { Aliases: [network.alias] } } };
  }

  protected override containerCreated(id: string): Promise<void> {
    return this.#created(id);
  }
}

/** Lets testcontainers wait for what we wait for anyway. */
export function waitFor(ready: () => Promise<unknown>): WaitStrategy {
  const strategy: WaitStrategy = {
    waitUntilReady: async () => void (await ready()),
    withStartupTimeout: () => strategy,
    isStartupTimeoutSet: () => false,
    getStartupTimeout: () => 0,
  };
  return strategy;
}
