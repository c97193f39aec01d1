/** The catalogue: every failure that a user can meet has one of these codes. */
export type ErrorCode =
  | "usage" // the command line is wrong
  | "input" // a file is wrong; carries problems
  | "engine-missing" // containers were asked for by name and no engine answers
  | "image-missing" // an image is neither here nor to be had
  | "program-missing" // a program is nowhere to be found or fetched
  | "platform" // this operating system lacks what is needed
  | "boot-failed" // a service ended before it was ready
  | "not-ready" // a service did not get ready in time
  | "waited" // the waiting loop ran out of time
  | "fault-failed" // a fault could not be put in force, or not be lifted
  | "service-failed" // a service answered with what it should not
  | "load-failed" // the generator could not work
  | "dispose-failed" // something could not be taken down
  | "interrupted"; // the user pressed Ctrl-C

/** One thing wrong in one file. `line` and `column` count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** A sentence: what is wrong, what was expected, what to do. */
  readonly message: string;
  /** The offending line as it stands in the file; shown with a caret. */
  readonly source?: string;
}

/** The only error class. The message names the thing, what failed, after how long, what was last seen, and what to do. */
export class FiredrillError extends Error {
  override readonly name = "FiredrillError";
  readonly code: ErrorCode;
  /** For `input`: everything that is wrong, in the order of files and lines. */
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; problems?: readonly Problem[] } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.code = code;
    this.problems = options.problems ?? [];
  }
}

/** `file:line:column: message`, and below it the line with a caret. */
export function formatProblem(problem: Problem): string {
  const { line, column, message, source } = problem;
  const file = problem.file.replaceAll("\n", "\u240A");
  const place = visible(`${file}:${line}:${column}: ${message}`);
  if (source === undefined) return place;
  const [shown, before] = excerpt(source, column - 1);
  return `${place}\n  ${visible(shown)}\n  ${before.replace(/[^\t]/g, " ")}^`;
}

/** Of a line that is longer than anybody reads (JSON without line breaks), what stands around the place; and what before it. */
function excerpt(source: string, at: number): [shown: string, before: string] {
  if (source.length <= 400) return [source, source.slice(0, at)];
  const from = at < 100 ? 0 : at - 80;
  const mark = from > 0 ? "…" : "";
  const end = source.length > from + 200 ? "…" : "";
  return [`${mark}${source.slice(from, from + 200)}${end}`, mark + source.slice(from, at)];
}

/** A file that is no text would have a terminal obey it. Each control character becomes its picture, which is as wide: `␛`. */
function visible(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, (control) => {
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "\u2421" : "\uFFFD";
  });
}

/** All problems as one error, sorted as a reader meets them, each once. */
export function inputError(problems: readonly Problem[]): FiredrillError {
  const once = new Map(problems.map((one) => [[one.file, one.line, one.column, one.message].join(":"), one]));
  const sorted = [...once.values()].toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
  return new FiredrillError("input", sorted.map(formatProblem).join("\n"), { problems: sorted });
}
