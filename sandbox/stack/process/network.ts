import { mkdir } from "node:fs/promises";
import path from "node:path";
import { FiredrillError } from "../../errors.ts";
import { disposeAll } from "../dispose.ts";
import type { Network, Running, Service } from "../service.ts";
import { makePlace } from "./place.ts";
import type { Place } from "./place.ts";
import type { Ports } from "./ports.ts";
import { startRunning } from "./running.ts";
import { own } from "./seeds.ts";
import type { Seeds } from "./seeds.ts";
import { runToEnd } from "./to-end.ts";
import type { Surrounding } from "./to-end.ts";

/** A service's program on this machine: what a command line begins with, and where it is from. */
export interface Executable {
  readonly line: readonly string[];
  /** Put before the program, and before those that come with it; `line` begins with it. */
  readonly wrap: readonly string[];
  /** The version of the program, where it is known. */
  readonly version?: string | undefined;
  /** Who it runs as, where that is not us: its data must belong to this user. */
  readonly owner?: number | undefined;
  readonly origin: string;
  /** The same program's other commands, by full path: those beside it first, else those on PATH. */
  sibling(name: string): string;
}

export interface Surroundings {
  readonly runDirectory: string;
  /** This network's own. */
  readonly directory: string;
  readonly ports: Ports;
  /** For the children: nothing else of the user's environment reaches them. */
  readonly searchPath: string;
  executable(service: Service): Promise<Executable>;
  readonly seeds: Seeds;
}

/** Services that find one another on loopback ports; each has its own, known before it starts. */
export function processNetwork(around: Surroundings): Network {
  const running: Running[] = [];
  const starting = new Set<Promise<unknown>>();
  const life = new AbortController();
  const ports = new Map<string, Promise<number>>();
  const portOf = (service: string, port: string): Promise<number> => {
    const key = `${service}:${port}`;
    const known = ports.get(key) ?? around.ports.take();
    ports.set(key, known);
    return known;
  };
  return {
    release: async (service) => (await around.executable(service)).version,
    async start(service, signal) {
      const either = signal ? AbortSignal.any([signal, life.signal]) : life.signal;
      const begun = startService(service, around, portOf, either);
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
      await disposeAll(running.splice(0).toReversed());
    },
  };
}

async function startService<P extends string>(
  service: Service<P>,
  around: Surroundings,
  portOf: (service: string, port: string) => Promise<number>,
  signal: AbortSignal,
): Promise<Running<P>> {
  const executable = await around.executable(service);
  const directory = path.join(around.directory, service.name);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const place = await makePlace(service, directory, portOf);
  const env = environment(place, around.searchPath);
  const cwd = path.join(directory, "data");
  await Promise.all(Object.values(place.data).map((data) => own(data, executable.owner)));
  await around.seeds.sow(service, executable, place.data);
  await prepare(service, place, executable, { env, cwd, signal });
  return startRunning(
    {
      service,
      place,
      origin: executable.origin,
      command: {
        line: [...executable.line, ...place.launch.args],
        env,
        cwd,
        log: place.log,
        runDirectory: around.runDirectory,
      },
      asking: {
        ready: service.ready,
        portOf: (port) => place.ports[port] as number,
        command: "command" in service.ready ? within(executable, service.ready.command) : [],
        env,
        cwd,
      },
    },
    signal,
  );
}

async function prepare(service: Service, place: Place, executable: Executable, around: Surrounding): Promise<void> {
  if (!place.launch.prepare) return;
  const { exitCode, output } = await runToEnd(within(executable, place.launch.prepare), around);
  if (exitCode === 0) return;
  const what = `${service.name}: its preparation, ${place.launch.prepare.join(" ")},`;
  throw new FiredrillError("boot-failed", `${what} ended with ${exitCode}: ${output}`);
}

function within(executable: Executable, command: readonly string[]): readonly string[] {
  const [program = "", ...args] = command;
  return [...executable.wrap, executable.sibling(program), ...args];
}

function environment(place: Place, searchPath: string): Record<string, string> {
  const own = { PATH: searchPath, HOME: place.directory, TMPDIR: path.join(place.directory, "tmp") };
  return { ...own, ...place.launch.env };
}
