import { parse } from "yaml";
import type { FaultSpec } from "./fault.ts";
import { faults, isFaultKind } from "./faults.ts";

/** A fault as it is typed: `http-error ratio=0.2`; the fault, or what is wrong in a sentence. */
export function parseFault(text: string): { readonly fault: FaultSpec } | { readonly wrong: string } {
  const [kind = "", ...words] = text.trim().split(/\s+/);
  const known = Object.values(faults).map((fault) => fault.summary);
  if (!isFaultKind(kind)) return { wrong: `unknown fault \`${kind}\`; there are:\n${known.join("\n")}` };
  const parameters = Object.fromEntries(
    words.map((word) => {
      const [key = "", ...value] = word.split("=");
      return [key, parse(value.join("=")) as unknown];
    }),
  );
  const read = faults[kind].read(parameters);
  if ("spec" in read) return { fault: read.spec };
  return { wrong: `${read.bad.map((one) => one.message).join("; ")}\n${faults[kind].summary}` };
}
