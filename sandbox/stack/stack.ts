import { FiredrillError } from "../errors.ts";
import type { Network, Running, Runtime, Service } from "./service.ts";

/** A set of services that are ready, in a network of their own. */
export interface Stack extends AsyncDisposable {
  get<P extends string>(service: Service<P>): Running<P>;
  /** By name, as drills speak of services. Undefined where there is none. */
  named(name: string): Running | undefined;
  all(): readonly Running[];
}

/**
 * Boots side by side, what is needed first. A boot that fails leaves nothing running, and says all that failed.
 * `name` tells stacks of one run apart in logs and labels.
 */
export async function startStack(
  services: readonly Service[],
  runtime: Runtime,
  name: string,
  signal?: AbortSignal,
): Promise<Stack> {
  const network = await runtime.network(name);
  try {
    const running = await startAll(services, network, signal);
    return {
      get: <P extends string>(service: Service<P>) => {
        const found = running.get(service.name);
        if (!found)
          throw new Error(`no service ${service.name} in this stack; there are ${[...running.keys()].join(", ")}`);
        return found as Running<P>;
      },
      named: (wanted) => running.get(wanted),
      all: () => [...running.values()],
      [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
    };
  } catch (error) {
    await network[Symbol.asyncDispose]();
    throw error;
  }
}

async function startAll(
  services: readonly Service[],
  network: Network,
  signal: AbortSignal | undefined,
): Promise<Map<string, Running>> {
  // The first failure stops the rest: a boot that can't succeed should not be waited for.
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const starting = new Map<string, Promise<Running>>();
  /** Only of what is started anyway, all of which has been begun by the time that a release is known. */
  const before = async (service: Service): Promise<unknown> => {
    const release = service.after && (await network.release(service));
    const awaited = release === undefined ? undefined : service.after?.(release);
    return Promise.all((awaited ?? []).flatMap(({ name }) => starting.get(name) ?? []));
  };
  const start = (service: Service): Promise<Running> => {
    const known = starting.get(service.name);
    if (known) return known;
    const begun = Promise.all([...service.needs.map(start), before(service)])
      .then(() => network.start(service, either))
      .catch((error: unknown) => {
        stop.abort(error);
        throw error;
      });
    starting.set(service.name, begun);
    return begun;
  };
  for (const service of services) void start(service).catch(() => {});
  const settled = await Promise.allSettled(starting.values());
  if (stop.signal.aborted) throw together(settled, stop.signal.reason);
  const running = settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  return new Map(running.map((one) => [one.service.name, one]));
}

/** What failed by itself; what was only stopped because something else failed adds nothing. */
function together(settled: readonly PromiseSettledResult<unknown>[], first: unknown): unknown {
  const reasons = new Set(
    settled.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : [])),
  );
  const own = [...reasons].filter((reason) => reason instanceof FiredrillError && reason.code !== "interrupted");
  if (own.length < 2) return first;
  return new FiredrillError("boot-failed", own.map((reason) => (reason as Error).message).join("\n"), { cause: first });
}
