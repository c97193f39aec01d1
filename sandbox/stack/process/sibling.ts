import path from "node:path";
import { isExecutable } from "./child.ts";

/** Finds a command by name: beside the program given, else on PATH. A path, or a name found nowhere, stays as it is. */
export function siblingOf(program: string, env: NodeJS.ProcessEnv): (name: string) => string {
  return (name) => {
    if (name.includes(path.sep)) return name;
    const folders = [
      path.dirname(program),
      ...(env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== ""),
    ];
    return folders.map((folder) => path.join(folder, name)).find(isExecutable) ?? name;
  };
}
