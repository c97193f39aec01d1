import { stringify } from "yaml";
import { inputError } from "../../errors.ts";
import { checkDrill } from "./check-drill.ts";
import type { Names } from "./check-drill.ts";
import type { Drill } from "../drill.ts";
import { readDrill } from "./read-drill.ts";

/** Reads a drill that was written in TypeScript as if it stood in a file; rejects with everything that is wrong with it. */
export function recheck(drill: Drill, names: Names): void {
  const { name, fault, ...rest } = drill;
  const { kind, lasts, repeat, ...parameters } = fault ?? { kind: undefined };
  const cause =
    kind === "surge"
      ? { surge: { ...parameters, lasts, repeat } }
      : kind && { fault: { [kind]: parameters, lasts, repeat } };
  const written = { ...rest, ...cause };
  const { source, drill: read, problems } = readDrill(`drill ${name}`, stringify(written), name);
  const all = [...problems, ...checkDrill(source, read, names)];
  if (all.length > 0) throw inputError(all);
}
