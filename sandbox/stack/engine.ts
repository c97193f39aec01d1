import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { homedir, userInfo } from "node:os";
import path from "node:path";
import type Dockerode from "dockerode";

/** Where there is none, that is known at once; one that is there may be kept from its answer, as we from hearing it, by a busy machine. */
const usualTimeoutMs = 5000;

/** An address of an engine and where it was found, for people: "DOCKER_HOST", "context colima", "default socket". */
interface Candidate {
  readonly uri: string;
  readonly from: string;
}

export type DetectedEngine =
  | { readonly docker: Dockerode; readonly version: string; readonly uri: string }
  | { readonly missing: string };

/**
 * The engine of this machine, if one answers in time (default 5 s for all that is tried). `missing` is one sentence
 * with what was tried. An address that the user gave (tc.host, DOCKER_HOST, a context by name) is the only one tried.
 */
export async function detectEngine(
  options: { timeoutMs?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<DetectedEngine> {
  const env = options.env ?? process.env;
  const signal = AbortSignal.timeout(options.timeoutMs ?? usualTimeoutMs);
  const candidates = await candidatesOf(env);
  const tried: string[] = [];
  for (const candidate of candidates) {
    const answer = await ask(candidate, env, signal);
    if ("docker" in answer) return answer;
    tried.push(`${candidate.uri} (${candidate.from}: ${answer.missing})`);
  }
  return { missing: `no engine answers at ${tried.join(" or ")}` };
}

async function candidatesOf(env: NodeJS.ProcessEnv): Promise<readonly Candidate[]> {
  const testcontainers = await testcontainersHost();
  if (testcontainers) return [testcontainers];
  if (env["DOCKER_HOST"]) return [{ uri: env["DOCKER_HOST"], from: "DOCKER_HOST" }];
  const context = await contextOf(env);
  if (context) return [context];
  if (process.platform === "win32") return [{ uri: "npipe:////./pipe/docker_engine", from: "default pipe" }];
  const rootless = [
    ...(env["XDG_RUNTIME_DIR"] ? [path.join(env["XDG_RUNTIME_DIR"], "docker.sock")] : []),
    path.join(homedir(), ".docker", "run", "docker.sock"),
    path.join(homedir(), ".docker", "desktop", "docker.sock"),
    path.join("/run/user", String(userInfo().uid), "docker.sock"),
  ].filter((socket) => existsSync(socket));
  return [
    { uri: "unix:///var/run/docker.sock", from: "default socket" },
    ...[...new Set(rootless)].map((socket) => ({ uri: `unix://${socket}`, from: "socket of this user" })),
  ];
}

/** testcontainers prefers this to everything else, so no other engine would be used. */
async function testcontainersHost(): Promise<Candidate | undefined> {
  const properties = await readFile(path.join(homedir(), ".testcontainers.properties"), "utf8").catch(() => "");
  const uri = /^\s*tc\.host\s*=\s*(\S+)/m.exec(properties)?.[1];
  return uri === undefined ? undefined : { uri, from: "tc.host in .testcontainers.properties" };
}

/** The context that the docker command would use; none where it is the default one. */
async function contextOf(env: NodeJS.ProcessEnv): Promise<Candidate | undefined> {
  const folder = env["DOCKER_CONFIG"] ?? path.join(homedir(), ".docker");
  const config = await readJson<{ currentContext?: string }>(path.join(folder, "config.json"));
  const name = env["DOCKER_CONTEXT"] || config?.currentContext;
  if (!name || name === "default") return undefined;
  const id = createHash("sha256").update(name).digest("hex");
  const meta = await readJson<{ Endpoints?: { docker?: { Host?: string } } }>(
    path.join(folder, "contexts", "meta", id, "meta.json"),
  );
  return { uri: meta?.Endpoints?.docker?.Host ?? "(no address)", from: `context ${name}` };
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return undefined; // none, or none that the docker command could read either
  }
}

async function ask(candidate: Candidate, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<DetectedEngine> {
  const options = await optionsOf(candidate.uri, env);
  if ("missing" in options) return options;
  try {
    await knock(options, signal);
    // Loaded only for an engine that lets one in: a command without one starts a fifth of a second earlier.
    const { default: Docker } = await import("dockerode");
    const docker = new Docker(options);
    const version = await before(signal, docker.version());
    if (version.Os !== "linux") return { missing: `it runs ${version.Os} containers, not linux ones` };
    return { docker, version: version.Version, uri: candidate.uri };
  } catch (error) {
    return { missing: signal.aborted ? "no answer in time" : reasonOf(error) };
  }
}

/** Rejects as a request would. */
async function knock({ socketPath, host, port }: Dockerode.DockerOptions, signal: AbortSignal): Promise<void> {
  const socket = connect(socketPath === undefined ? { host: host ?? "", port: Number(port) } : { path: socketPath });
  try {
    await once(socket, "connect", { signal });
  } finally {
    socket.destroy();
  }
}

const noAddress = { missing: "that is no address of an engine, such as unix:///var/run/docker.sock" };

async function optionsOf(
  uri: string,
  env: NodeJS.ProcessEnv,
): Promise<Dockerode.DockerOptions | { readonly missing: string }> {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  switch (url?.protocol) {
    case "unix:":
    case "npipe:":
      return { socketPath: url.pathname };
    case "tcp:":
    case "http:":
    case "https:": {
      if (url.hostname === "") return noAddress;
      if (!/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname))
        return { missing: "it is on another machine, whose published ports are not on the loopback of this one" };
      const address = { host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(url.port || "2375") };
      const certificates = env["DOCKER_TLS_VERIFY"] ? env["DOCKER_CERT_PATH"] : undefined;
      if (certificates === undefined) return { ...address, protocol: "http" };
      const [ca, cert, key] = await Promise.all(
        ["ca.pem", "cert.pem", "key.pem"].map((name) => readFile(path.join(certificates, name)).catch(() => undefined)),
      );
      if (!ca || !cert || !key) return { missing: `no ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH` };
      return { ...address, protocol: "https", ca, cert, key };
    }
    case "ssh:":
      return { missing: "it is reached over ssh: published ports are not on the loopback of this machine" };
    default:
      return noAddress;
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "no such socket";
  if (code === "ECONNREFUSED") return "connection refused";
  if (code === "EACCES") return "permission denied; is this user in the group docker?";
  return error instanceof Error ? error.message : String(error);
}

/** dockerode's version() takes no signal; the request that is given up ends with the process at the latest. */
async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  work.catch(() => {}); // its failure after the deadline is nobody's business
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  late.catch(() => {});
  return Promise.race([work, late]);
}
