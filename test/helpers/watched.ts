import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { FiredrillError } from "../../sandbox/errors.ts";
import type { Delivery } from "../../sandbox/observe/inbox.ts";
import { finder } from "../../sandbox/stack/binaries/finder.ts";
import type { Contact } from "./network-trace.ts";

/** What a watched Alertmanager did. */
export interface Watched {
  /** `host:port` of the inbox's listeners. */
  readonly inbox: readonly string[];
  readonly deliveries: readonly Delivery[];
  readonly log: string;
  /** All that it spoke to, or tried to. */
  readonly contacts: readonly Contact[];
}

/** Root needs no user namespace of its own, and is often refused one; others can't do without. */
const isolated = [
  "unshare",
  process.getuid?.() === 0 ? "-n" : "-Urn",
  "sh",
  "-c",
  'ip link set lo up && exec "$@"',
  "sh",
];

/** Why nothing can be watched here: no strace, no namespaces, no Alertmanager (fetched now); undefined where it can be. */
export async function whyUnwatchable(): Promise<string | undefined> {
  if (process.platform !== "linux") return "network namespaces and strace are Linux's";
  const [program, ...args] = [...isolated, "strace", "-f", "-DD", "-o", "/dev/null", "true"];
  const tried = await execa(program, args, { reject: false, all: true, stdin: "ignore" });
  if (tried.exitCode !== 0) {
    const why = tried.all?.trim() || tried.shortMessage || "";
    return `no strace in a network namespace: ${why.split("\n")[0]}`;
  }
  try {
    await finder(process.env).prepare([{ binary: "alertmanager" }], { tell: () => {} });
    return undefined;
  } catch (error) {
    if (error instanceof FiredrillError && error.code === "program-missing") return error.message.split("\n")[0];
    throw error;
  }
}

/** An Alertmanager with production's receivers, redirected to the inbox or as written, where no packet can get out. */
export async function watchAlertmanager(how: "redirected" | "as-written"): Promise<Watched> {
  const script = path.join(import.meta.dirname, "watched-alertmanager.ts");
  const [program, ...args] = [...isolated, process.execPath, "--import", "tsx", script, how];
  // Its own, since whoever is root in there is not root out here.
  const folder = await mkdtemp(path.join(tmpdir(), "firedrill-watched-"));
  try {
    const env = { TMPDIR: folder };
    const { stdout } = await execa(program, args, { env, stdin: "ignore", timeout: 100_000, maxBuffer: 100_000_000 });
    return JSON.parse(stdout) as Watched;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
