import { readFile } from "node:fs/promises";
import { FiredrillError } from "../../errors.ts";
import { until } from "../../wait.ts";
import type { Running, Service } from "../service.ts";
import { startChild, tailOf } from "./child.ts";
import type { Child, Command } from "./child.ts";
import type { Place } from "./place.ts";
import { whatIsMissing } from "./ready.ts";
import type { Asking } from "./ready.ts";

/** All that it takes to start a service, and to start it again. */
export interface Start<P extends string> {
  readonly service: Service<P>;
  readonly place: Place;
  readonly command: Command;
  readonly asking: Asking<P>;
  readonly origin: string;
}

/** Starts it and resolves when it is ready; rejects with the tail of its log, having ended it. */
export async function startRunning<P extends string>(
  start: Start<P>,
  signal: AbortSignal | undefined,
): Promise<Running<P>> {
  const { service, place, origin } = start;
  let child = await startReady(start, signal);
  let state: "running" | "paused" | "killed" | "stopped" = "running";
  const life = new AbortController();
  let restarting: Promise<void> | undefined;
  const mustRun = (what: string) => {
    if (state === "running" && !child.ended.aborted) return;
    const how = state === "running" ? `it has ended (${child.ended.reason})` : `it is ${state}`;
    throw new FiredrillError("service-failed", `${service.name} can't be ${what}: ${how}`);
  };
  return {
    service,
    origin,
    url: (port) => new URL(`http://127.0.0.1:${place.ports[port]}`),
    log: () => readFile(place.log, "utf8"),
    async check() {
      if (state === "killed" || state === "stopped" || !child.ended.aborted) return;
      const message = `${service.name} has ended by itself with ${child.ended.reason}; ${await tailOf(place.log)}`;
      throw new FiredrillError("service-failed", message);
    },
    async pause() {
      mustRun("paused");
      state = "paused";
      const thaw = await child.freeze();
      return {
        async [Symbol.asyncDispose]() {
          if (state !== "paused") return;
          state = "running";
          thaw();
        },
      };
    },
    async cut() {
      const why = "processes of one machine share its loopback";
      const what = "run in containers (--runtime container), or pause or kill it";
      throw new FiredrillError("platform", `${service.name} can't be cut off the network: ${why}; ${what}`);
    },
    async kill() {
      mustRun("killed");
      state = "killed";
      await child.kill();
      restarting = undefined;
      const restart = async () => {
        child = await startReady(start, life.signal);
        state = "running";
      };
      return {
        async [Symbol.asyncDispose]() {
          if (state === "killed") await (restarting ??= restart());
        },
      };
    },
    async [Symbol.asyncDispose]() {
      life.abort();
      await restarting?.catch(() => {}); // told to whoever asked for it
      state = "stopped";
      await child.stop(service.stopSignal);
    },
  };
}

async function startReady<P extends string>(start: Start<P>, signal: AbortSignal | undefined): Promise<Child> {
  const { service, place, asking, command } = start;
  const child = await startChild(command);
  try {
    const look = async () => {
      const missing = await whatIsMissing(asking, signal ? AbortSignal.any([child.ended, signal]) : child.ended);
      if (child.ended.aborted) throw await bootFailed(service, place, child);
      return missing === undefined ? { seen: child } : { missing };
    };
    const withinMs = service.readyWithinMs ?? 30_000;
    return await until(look, { what: `${service.name} to be ready`, withinMs, everyMs: 20, signal });
  } catch (error) {
    await child.stop(service.stopSignal);
    if (!(error instanceof FiredrillError && error.code === "waited")) throw error;
    throw new FiredrillError("not-ready", `${error.message}; ${await tailOf(place.log)}`, { cause: error });
  }
}

async function bootFailed(service: Service, place: Place, child: Child): Promise<FiredrillError> {
  const how = `${service.name} ended with ${child.ended.reason} before it was ready`;
  return new FiredrillError("boot-failed", `${how}; ${await tailOf(place.log)}`);
}
