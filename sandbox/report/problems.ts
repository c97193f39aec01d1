import { formatProblem } from "../errors.ts";
import type { FiredrillError } from "../errors.ts";

/** What stderr gets of an error that ends a command: every problem with its caret, or the message and what it came from. */
export function renderError(error: FiredrillError): string {
  if (error.problems.length > 0) {
    const count = error.problems.length === 1 ? "1 problem" : `${error.problems.length} problems`;
    return [...error.problems.map(formatProblem), `${count}; nothing was started`].join("\n") + "\n";
  }
  const causes = causesOf(error).map((cause) => `  because: ${cause}`);
  return [`${error.code}: ${error.message}`, ...causes].join("\n") + "\n";
}

/** The chain of causes, each that is not already part of what was said before. */
function causesOf(error: Error): string[] {
  const said: string[] = [];
  let before = error.message;
  for (let cause = error.cause; cause instanceof Error && said.length < 5; cause = cause.cause) {
    if (!before.includes(cause.message)) said.push(cause.message);
    before += `\n${cause.message}`;
  }
  return said;
}
