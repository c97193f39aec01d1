import { faults } from "../../fault/faults.ts";
import type { FaultSpec } from "../../fault/fault.ts";
import { parseFault } from "../../fault/parse.ts";
import { specOf } from "../drill.ts";
import type { Fixtures } from "../read/fixtures.ts";
import type { Session } from "./session.ts";

/** What a person types into a running sandbox: a fault, a drill's name for its fault, `mend`, `help` or `quit`. Never rejects. */
export async function obey(
  line: string,
  session: Session,
  fixtures: Fixtures,
  say: (line: string) => void,
  quit: () => void,
): Promise<void> {
  const text = line.trim();
  if (text === "") return;
  if (text === "quit" || text === "exit") return quit();
  if (text === "help") return say(help(fixtures));
  try {
    if (text === "mend") return say((await session.mend()) ? "mended" : "nothing is broken");
    const drill = fixtures.drills.find((file) => file.drill.name === text)?.drill;
    const typed: ReturnType<typeof parseFault> = drill?.fault ? { fault: specOf(drill.fault) } : parseFault(text);
    if ("wrong" in typed) return say(`${typed.wrong}\ntype help for more`);
    await session.break(typed.fault);
    say(`in force: ${described(typed.fault)}; type mend to undo it`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

function described({ kind, ...parameters }: FaultSpec): string {
  return [kind, ...Object.entries(parameters).map(([key, value]) => `${key}=${String(value)}`)].join(" ");
}

function help(fixtures: Fixtures): string {
  const named = fixtures.drills.filter((file) => file.drill.fault).map((file) => file.drill.name);
  return [
    "a fault, such as `http-error ratio=0.2`:",
    ...Object.values(faults).map((fault) => `  ${fault.summary}`),
    `a drill's name, for its fault: ${named.join(", ")}`,
    "mend   undo the fault",
    "quit   take everything down (Ctrl-C does, too)",
  ].join("\n");
}
