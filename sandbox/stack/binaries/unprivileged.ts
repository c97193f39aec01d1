import { execa } from "execa";
import { dieWithParent } from "../process/child.ts";
import type { Wrapped } from "./shared-folder.ts";

/** The user `nobody`, whom every system knows by name; in a namespace it stands for the user who made it. */
const nobody = 65534;
/** What an unprivileged program keeps of root's rights: to reach the directories of the user who started it. */
const reach = "+dac_override";

/**
 * For programs that refuse to be run by root. In a user namespace of their own they are somebody else, and their files
 * are still root's. Where that is refused, they are given another user's number, and only what it takes to reach what
 * they need; their data must then belong to that user. Others than root get a namespace too, where they can: what a
 * program that is killed leaves of System V's shared memory goes with it.
 */
export async function withoutRoot(): Promise<Wrapped> {
  const root = process.getuid?.() === 0;
  if (process.platform !== "linux") return root ? { unfit: "it refuses to be run by root" } : { wrap: [] };
  const namespace = ["unshare", "--user", "--ipc", `--map-user=${nobody}`, `--map-group=${nobody}`];
  const apart = await tried(namespace);
  // The kernel may forget who is to die with whom when a program changes its user.
  if (apart === undefined) return { wrap: [...namespace, ...dieWithParent()] };
  if (!root) return { wrap: [] };
  const user = [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
  const other = ["setpriv", ...user, `--inh-caps=${reach}`, `--ambient-caps=${reach}`];
  const changed = await tried(other);
  if (changed === undefined) return { wrap: [...other, ...dieWithParent()], owner: nobody };
  return {
    unfit:
      `it refuses to be run by root, and neither a user namespace (${apart}) nor another user (${changed}) can be had; ` +
      "run firedrill as a plain user",
  };
}

/** Undefined where it works; else what was said. */
async function tried([program = "", ...args]: readonly string[]): Promise<string | undefined> {
  const ended = await execa(program, [...args, "true"], { reject: false, all: true, stdin: "ignore" });
  return ended.exitCode === 0 ? undefined : (ended.all?.trim() ?? ended.shortMessage);
}
