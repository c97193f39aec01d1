import { constants } from "node:fs";
import { access, cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { dieWithParent } from "../process/child.ts";
import type { Progress } from "../service.ts";

/** What is to be put before a command line, and who is to own the program's data if not we; or why it can't be started. */
export type Wrapped =
  | { readonly wrap: readonly string[]; readonly owner?: number | undefined }
  | { readonly unfit: string };

/**
 * Debian's build of a program may read a folder below /usr/share by its absolute path, and does not start without it.
 * Where it is not installed, the program gets a private view of /usr/share in which it is: the machine's stays as it
 * is. Where such views are refused, root may copy the folder, which is told; else there is no way. Without `tell`, the
 * machine is only looked at.
 * `share` is the unpacked /usr/share; `folder` begins with /usr/share/.
 */
export async function withSharedFolder(folder: string, share: string, tell?: Progress): Promise<Wrapped> {
  if (await exists(folder)) return { wrap: [] };
  const root = process.getuid?.() === 0;
  const wrap = view(share, root);
  const tried = await execa(wrap[0], [...wrap.slice(1), "test", "-d", folder], {
    reject: false,
    all: true,
    stdin: "ignore",
  });
  // The kernel forgets who is to die with whom when a program gets new rights, as it does on its way into the view.
  if (tried.exitCode === 0) return { wrap: [...wrap, ...dieWithParent()] };
  if (!root) return { unfit: `it reads ${folder}, and this system refuses a private view of it: ${tried.all?.trim()}` };
  if (tell) {
    tell(`${folder} is copied to this machine, since it refuses a private view of /usr/share`);
    await mkdir(path.dirname(folder), { recursive: true });
    await cp(path.join(share, path.relative("/usr/share", folder)), folder, { recursive: true });
  }
  return { wrap: [] };
}

function view(share: string, root: boolean): [string, ...string[]] {
  const mount = 'mount -t overlay overlay -o "lowerdir=$0:/usr/share" /usr/share && exec "$@"';
  return ["unshare", root ? "-m" : "-Urm", "sh", "-c", mount, share];
}

async function exists(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}
