import path from "node:path";
import { isExecutable } from "../process/child.ts";
import type { Found } from "./program.ts";

/** A program that the catalogue does not know: the first of that name on PATH, whatever its version. */
export function foreignProgram(program: { readonly binary: string }, env: NodeJS.ProcessEnv): Found | undefined {
  const folders = (env["PATH"] ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const file = folders.map((folder) => path.join(folder, program.binary)).find(isExecutable);
  if (file === undefined) return undefined;
  return { path: file, version: undefined, origin: `${program.binary} from PATH (${file})`, wrap: [] };
}
