import type Dockerode from "dockerode";
import { FiredrillError } from "../../errors.ts";
import { LoopbackContainer, waitFor } from "./loopback-container.ts";
import type { Connections } from "./loopback-container.ts";
import type { Labels } from "./owner.ts";
import type { Recipe } from "./recipe.ts";
import { removeContainer } from "./remove.ts";

/** What to start, and what its errors call it. */
export interface Made {
  readonly name: string;
  readonly image: string;
  readonly recipe: Recipe;
  readonly connections: Connections;
  readonly labels: Labels;
}

/**
 * Creates and starts a container, and resolves with what `watch` made of it. `watch` looks at it from its creation on:
 * one that ends at once would be waited for in vain elsewhere. A failure or an abort leaves nothing behind.
 */
export async function launchContainer<T>(
  docker: Dockerode,
  made: Made,
  watch: (container: Dockerode.Container, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let id: string | undefined;
  let starting: Promise<unknown> = Promise.resolve();
  try {
    const watched = new Promise<T>((resolve, reject) => {
      const created = async (created: string): Promise<void> => {
        id = created;
        either.throwIfAborted();
        watch(docker.getContainer(created), either).then(resolve, reject);
      };
      starting = containerOf(made, created, () => watched).start();
    });
    const [value] = await Promise.all([watched, starting]);
    return value;
  } catch (error) {
    stop.abort(error);
    if (id !== undefined) await removeContainer(docker, id);
    starting.catch(() => {}); // it finds its container gone
    throw signal.aborted ? interruption(made.name, signal.reason) : asBootFailed(made.name, error);
  }
}

function containerOf(
  { image, connections, recipe, labels }: Made,
  created: (id: string) => Promise<void>,
  watched: () => Promise<unknown>,
): LoopbackContainer {
  const container = new LoopbackContainer(image, connections, created)
    .withLabels({ ...labels })
    .withEnvironment({ ...recipe.env })
    .withCommand([...recipe.command])
    .withCopyContentToContainer([...recipe.contents])
    .withWaitStrategy(waitFor(watched));
  return recipe.entrypoint ? container.withEntrypoint([...recipe.entrypoint]) : container;
}

function interruption(name: string, reason: unknown): FiredrillError {
  if (reason instanceof FiredrillError) return reason;
  return new FiredrillError("interrupted", `interrupted while starting ${name}`, { cause: reason });
}

function asBootFailed(name: string, cause: unknown): FiredrillError {
  if (cause instanceof FiredrillError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FiredrillError("boot-failed", `${name} could not be started as a container: ${why}`, { cause });
}
