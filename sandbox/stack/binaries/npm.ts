import { createRequire } from "node:module";
import path from "node:path";
import { isExecutable } from "../process/child.ts";
import type { Kit } from "./catalogue.ts";
import type { Looked, Wanted } from "./program.ts";
import { versionOf, whyNot } from "./version.ts";

/**
 * Looks into the npm package of this platform that came with our own dependencies. It goes before PATH: `npm ci`
 * brought it, so everybody who works on this repository has the same one.
 */
export async function lookInPackage(kit: Kit, wanted: Wanted): Promise<Looked> {
  if (kit.npm === undefined) return { reasons: [] };
  const binaries = folderOf(kit.npm);
  if (binaries === undefined)
    return {
      reasons: [`npm: ${kit.npm} has no package for ${process.platform} ${process.arch} here; was it left out?`],
    };
  const paths = Object.fromEntries(kit.programs.map(({ name }) => [name, path.join(binaries, name)]));
  const lacking = Object.values(paths).find((file) => !isExecutable(file));
  if (lacking !== undefined) return { reasons: [`npm: ${lacking} is not there, or can't be executed`] };
  const asked = await versionOf(paths[kit.programs[0]?.name ?? ""] ?? "");
  if ("unfit" in asked) return { reasons: [`npm: ${asked.unfit}`] };
  const why = whyNot(asked.version, wanted);
  if (why !== undefined) return { reasons: [`npm: ${kit.project} ${asked.version} of ${kit.npm} ${why}`] };
  return { kit: { version: asked.version, place: `the package ${kit.npm}`, paths }, reasons: [] };
}

/** Asked from where the package is, since its platforms' packages are dependencies of it, not of ours. */
function folderOf(npm: string): string | undefined {
  const system = process.platform === "win32" ? "windows" : process.platform;
  try {
    const itself = createRequire(import.meta.url).resolve(npm);
    const entry = createRequire(itself).resolve(`@${npm}/${system}-${process.arch}`);
    return path.join(path.dirname(entry), "..", "native", "bin");
  } catch {
    return undefined;
  }
}
