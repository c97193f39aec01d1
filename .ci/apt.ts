import { $ } from "zx";

/** Sees to it that a program is on PATH, from the Debian package of which it is a part. Rejects where it can't. */
export async function ensureProgram(
  program: string,
  debianPackage: string,
  say: (line: string) => void,
): Promise<void> {
  if ((await $`command -v ${program}`.quiet().nothrow()).ok) return;
  say(`installing ${debianPackage}`);
  const apt = $({ quiet: true, env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  if ((await apt`apt-get install -y --no-install-recommends ${debianPackage}`.nothrow()).ok) return;
  // A bare machine has no package lists, or old ones.
  await apt`apt-get update`;
  await apt`apt-get install -y --no-install-recommends ${debianPackage}`;
}
