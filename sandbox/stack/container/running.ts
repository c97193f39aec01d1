import type Dockerode from "dockerode";
import { FiredrillError } from "../../errors.ts";
import type { Running } from "../service.ts";
import { logOf, tail } from "./log.ts";
import { howItEnded, untilReady } from "./ready.ts";
import type { Asked } from "./ready.ts";
import { removeContainer } from "./remove.ts";

/** A ready container in its network, with what the contract of `Running` asks for. */
export function runningContainer<P extends string>(
  docker: Dockerode,
  asked: Asked<P>,
  joined: { readonly network: Dockerode.Network; readonly alias: string },
): Running<P> {
  const { service, container, portOf } = asked;
  let state: "running" | "paused" | "killed" | "cut off" | "stopped" = "running";
  /** What was printed, kept when the container goes. */
  let lastLog: string | undefined;
  /** Its way back from what was done to it. */
  let restarting: Promise<void> | undefined;
  const life = new AbortController();
  const ended = async (): Promise<string | undefined> => {
    const { State } = await container.inspect();
    return State.Running ? undefined : howItEnded(State);
  };
  const mustRun = async (what: string): Promise<void> => {
    const how = state === "running" ? await ended() : undefined;
    if (state === "running" && how === undefined) return;
    const why = how === undefined ? `it is ${state}` : `it has ended (${how})`;
    throw new FiredrillError("service-failed", `${service.name} can't be ${what}: ${why}`);
  };
  return {
    service,
    origin: `image ${service.image}`,
    url: (port) => new URL(`http://127.0.0.1:${portOf(port)}`),
    log: async () => lastLog ?? logOf(container),
    async check() {
      if (state === "killed" || state === "stopped") return;
      const how = await ended();
      if (how === undefined) return;
      const message = `${service.name} has ended by itself with ${how}; ${tail(await logOf(container))}`;
      throw new FiredrillError("service-failed", message);
    },
    async pause() {
      await mustRun("paused");
      state = "paused";
      await container.pause();
      return {
        async [Symbol.asyncDispose]() {
          if (state !== "paused") return;
          state = "running";
          await container.unpause();
        },
      };
    },
    async kill() {
      await mustRun("killed");
      state = "killed";
      await container.kill({ signal: "SIGKILL" });
      await container.wait();
      restarting = undefined;
      const restart = async (): Promise<void> => {
        await container.start();
        await untilReady(asked, life.signal);
        state = "running";
      };
      return {
        async [Symbol.asyncDispose]() {
          if (state === "killed") await (restarting ??= restart());
        },
      };
    },
    async cut() {
      await mustRun("cut off the network");
      state = "cut off";
      await joined.network.disconnect({ Container: container.id });
      restarting = undefined;
      // A fresh connection has a fresh alias; the published ports were given by number, and so they come back.
      const join = async (): Promise<void> => {
        const EndpointConfig = { Aliases: [joined.alias] };
        await joined.network.connect({ Container: container.id, EndpointConfig });
        await untilReady(asked, life.signal);
        state = "running";
      };
      return {
        async [Symbol.asyncDispose]() {
          if (state === "cut off") await (restarting ??= join());
        },
      };
    },
    async [Symbol.asyncDispose]() {
      if (state === "stopped") return;
      life.abort(new FiredrillError("interrupted", `${service.name} is being stopped`));
      await restarting?.catch(() => {}); // told to whoever asked for it
      state = "stopped";
      lastLog = await logOf(container).catch(() => "");
      await removeContainer(docker, container.id);
    },
  };
}
