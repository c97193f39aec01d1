import { open, readFile, rm } from "node:fs/promises";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { detectEngine } from "../sandbox/stack/engine.ts";
import { until } from "../sandbox/wait.ts";
import { ensureProgram } from "./apt.ts";

export type Engine =
  /** Answered already: not ours to stop. */
  | { readonly version: string; readonly startedPid?: undefined }
  /** Started here; whoever asked stops it by this pid. */
  | { readonly version: string; readonly startedPid: number }
  | { readonly missing: string };

/** An engine that answers: the one that runs, else one started now from the distribution's package. Never throws. */
export async function ensureEngine(say: (line: string) => void): Promise<Engine> {
  const found = await detectEngine();
  if ("docker" in found) return { version: found.version };
  if (process.platform !== "linux" || process.getuid?.() !== 0) return found;
  // A host that was asked for by name is not replaced by another.
  if (process.env["DOCKER_HOST"]) return found;
  try {
    await ensureProgram("dockerd", "docker.io", say);
    await ensureProgram("docker", "docker-cli", say); // with dockerd in one package on Debian 12
    await ensureProgram("iptables", "iptables", say);
    await dropStalePid("/var/run/docker.pid");
    await dropStalePid("/run/docker/containerd/containerd.pid");
    return await start(say);
  } catch (error) {
    return { missing: `no engine could be started: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** A machine that was stopped hard leaves the file; the daemon then refuses to start, if another program has that pid. */
async function dropStalePid(file: string): Promise<void> {
  const pid = (await readFile(file, "utf8").catch(() => "")).trim();
  if (pid === "") return;
  const command = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  if (!/^(dockerd|containerd)/.test(command)) await rm(file, { force: true });
}

async function start(say: (line: string) => void): Promise<Engine> {
  const logFile = path.join(tmpdir(), "firedrill-dockerd.log");
  const log = await open(logFile, "w");
  const child = spawn("dockerd", [], { detached: true, stdio: ["ignore", log.fd, log.fd] });
  await log.close();
  child.unref();
  const pid = child.pid;
  if (pid === undefined) throw new Error("dockerd could not be executed");
  say(`dockerd started (pid ${pid}, log in ${logFile})`);
  const tail = async () => (await readFile(logFile, "utf8")).split("\n").slice(-15).join("\n");
  try {
    const version = await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`dockerd ended with ${child.exitCode}:\n${await tail()}`);
        const engine = await detectEngine();
        return "docker" in engine ? { seen: engine.version } : engine;
      },
      { what: "dockerd to answer", withinMs: 30_000, everyMs: 100 },
    );
    return { version, startedPid: pid };
  } catch (error) {
    child.kill();
    throw error;
  }
}
