import { mkdtempSync } from "node:fs";
import { readFile, readdir, readlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ensureImages } from "../../sandbox/stack/container/images.ts";
import { runLabel } from "../../sandbox/stack/container/owner.ts";
import { containerRuntime } from "../../sandbox/stack/container-runtime.ts";
import { detectEngine } from "../../sandbox/stack/engine.ts";
import { runsDirectory } from "../../sandbox/stack/process/run-directory.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import type { Runtime } from "../../sandbox/stack/service.ts";
import { imageOf } from "../../sandbox/stack/versions.ts";

/** What the runtimes of one process (by default, of this one) have left at the moment. */
export interface Remains {
  /** Processes or containers that run. */
  readonly running: readonly string[];
  /** Directories, networks and containers that are there, whether anything runs in them or not. */
  readonly kept: readonly string[];
}

/** A runtime that the contract is held against. */
export interface TestRuntime {
  readonly kind: Runtime["kind"];
  open(): Promise<Runtime>;
  remains(owner?: number): Promise<Remains>;
  /** Why it can't be had on this machine. */
  readonly missing?: string;
}

/**
 * Other tests and commands use this machine too, so the runs of one test file live in a folder of their own; those of
 * the processes that it starts as well. Whoever imports this removes it at the end.
 */
export const testPlace = process.env["FIREDRILL_TEST_PLACE"] ?? mkdtempSync(path.join(os.tmpdir(), "firedrill-test-"));
process.env["FIREDRILL_TEST_PLACE"] = testPlace;
process.env["TMPDIR"] = testPlace;

const engine = await detectEngine();
const missing = await whyNoContainers();

export const runtimes: readonly TestRuntime[] = [
  { kind: "process", open: () => processRuntime(), remains: remainingProcesses },
  {
    kind: "container",
    open: () => containerRuntime({ engine }),
    remains: remainingContainers,
    ...(missing === undefined ? {} : { missing }),
  },
];

async function whyNoContainers(): Promise<string | undefined> {
  if ("missing" in engine) return engine.missing;
  const images = [imageOf("node"), imageOf("prometheus")];
  return ensureImages(engine.docker, images, () => {}).then(
    () => undefined,
    (error: Error) => error.message.split("\n")[0],
  );
}

async function remainingProcesses(owner = process.pid): Promise<Remains> {
  const runs = runsDirectory();
  const names = await readdir(runs).catch(() => []);
  const owned = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(runs, name, "owner.json"), "utf8").catch(() => "{}");
      return (JSON.parse(text) as { pid?: number }).pid === owner ? [path.join(runs, name)] : [];
    }),
  );
  const kept = owned.flat();
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const running = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      // PostgreSQL writes its title over its environment.
      const directory = await readlink(`/proc/${pid}/cwd`).catch(() => "");
      const within = (run: string) => environment.includes(`HOME=${run}/`) || directory.startsWith(`${run}/`);
      return kept.some(within) ? [`process ${pid}`] : [];
    }),
  );
  return { running: running.flat(), kept };
}

async function remainingContainers(owner = process.pid): Promise<Remains> {
  if ("missing" in engine) throw new Error(engine.missing);
  const filters = { label: [runLabel, `firedrill.owner.pid=${owner}`] };
  const containers = await engine.docker.listContainers({ all: true, filters });
  const networks = await engine.docker.listNetworks({ filters });
  const running = containers.filter(({ State }) => State === "running" || State === "paused");
  const nameOf = ({ Names }: { readonly Names: readonly string[] }) => Names[0] ?? "a container without a name";
  return { running: running.map(nameOf), kept: [...containers.map(nameOf), ...networks.map(({ Name }) => Name)] };
}
