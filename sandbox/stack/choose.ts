import { FiredrillError } from "../errors.ts";
import { sweepDeadContainers } from "./container/sweep.ts";
import { detectEngine } from "./engine.ts";
import { sweepDeadRuns } from "./process/run-directory.ts";
import { processRuntime } from "./process-runtime.ts";
import type { Progress, Runtime, Service, Tool } from "./service.ts";

export interface Choice {
  /** Where to run; "auto" takes containers where an engine answers and has or can pull the images, else processes. */
  readonly wanted: "auto" | Runtime["kind"];
  readonly services: readonly Service[];
  readonly tools: readonly Tool[];
  readonly progress: Progress;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the fetching of programs. */
  readonly signal?: AbortSignal | undefined;
}

export interface Chosen {
  /** Prepared for the services and tools it was chosen for. */
  readonly runtime: Runtime;
  /** One line for people: "processes: no engine answers at unix:///var/run/docker.sock (default socket: no such socket)". */
  readonly why: string;
}

/**
 * One runtime for a command. Asked for by name, one that can't be had is an error (`engine-missing`, `image-missing`,
 * `program-missing`) that says what to do. What dead runs of either kind left is swept, whichever is chosen.
 */
export async function chooseRuntime(choice: Choice): Promise<Chosen> {
  const env = choice.env ?? process.env;
  const engine = await detectEngine({ env });
  const processes = async (why: string): Promise<Chosen> => {
    if ("docker" in engine) await sweepDeadContainers(engine.docker);
    return { runtime: await prepared(await processRuntime({ env }), choice), why: `processes: ${why}` };
  };
  if (choice.wanted === "process") return processes("asked for by name");
  if (choice.wanted === "auto" && "missing" in engine) return processes(engine.missing);
  try {
    await sweepDeadRuns();
    // Loaded only where it is used: testcontainers is a quarter of what a command loads.
    const { containerRuntime } = await import("./container-runtime.ts");
    const runtime = await prepared(await containerRuntime({ engine }), choice);
    const version = "docker" in engine ? `docker ${engine.version} at ${engine.uri}` : "";
    const why = choice.wanted === "auto" ? `${version} answers and has the images` : `asked for by name, ${version}`;
    return { runtime, why: `containers: ${why}` };
  } catch (error) {
    if (choice.wanted === "container" || !(error instanceof FiredrillError && error.code === "image-missing"))
      throw error;
    return processes(error.message.slice(0, error.message.indexOf("\n")));
  }
}

/** A runtime that can't be prepared is taken down again. */
async function prepared(runtime: Runtime, choice: Choice): Promise<Runtime> {
  try {
    await runtime.prepare(choice.services, choice.tools, choice.progress, choice.signal);
    return runtime;
  } catch (error) {
    await runtime[Symbol.asyncDispose]();
    throw error;
  }
}
