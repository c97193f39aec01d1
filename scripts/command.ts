import { parseArgs } from "node:util";
import { FiredrillError } from "../sandbox/errors.ts";
import { renderError } from "../sandbox/report/problems.ts";
import { suggestion } from "../sandbox/rules/nearest.ts";

/** One option of a command line, as `--help` shows it. */
export interface Option {
  readonly type: "string" | "boolean";
  /** What stands for the value in the help: `DIR`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly help: string;
}

type Options = Readonly<Record<string, Option>>;
type Values<O extends Options> = { readonly [K in keyof O]: O[K]["type"] extends "boolean" ? boolean : ValueOf<O[K]> };
type ValueOf<O extends Option> = O extends { readonly default: string } ? string : string | undefined;

export interface Command<O extends Options> {
  /** As it is typed: `npm run drill --`. */
  readonly name: string;
  readonly summary: string;
  /** What stands for positional arguments in the help; without it there are none. */
  readonly positionals?: string;
  readonly options: O;
  /** Lines of a command and what it does. */
  readonly examples: readonly (readonly [string, string])[];
  /** Gives the exit status. `signal` aborts on Ctrl-C, SIGTERM and SIGHUP: end what you began, then return or throw. */
  run(given: {
    readonly values: Values<O>;
    readonly positionals: readonly string[];
    readonly signal: AbortSignal;
  }): Promise<number>;
}

const usageStatus = 64;
const interruptedStatus = 130;

/** Parses, runs and sets the exit status: 64 for usage and input errors, 130 where it was interrupted, 2 for what could not be had. */
export async function main<O extends Options>(command: Command<O>): Promise<void> {
  process.exitCode = await status(command).catch((error: unknown) => {
    process.stderr.write(said(error));
    return statusOf(error);
  });
}

/** What this machine refused of a file, by the system's own code: nothing that a stack would explain. */
const advice: Readonly<Record<string, string>> = {
  ENOSPC: "free some space there, or set TMPDIR to a directory that has some",
  EROFS: "it can't be written to; set TMPDIR, --report or FIREDRILL_CACHE to a directory that can",
  EACCES: "this user may not; set TMPDIR, --report or FIREDRILL_CACHE to a directory of its own",
};

function adviceOn(error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return undefined;
  // A port may be refused as well: then no directory helps.
  return "path" in error || error.code === "ENOSPC" ? advice[error.code] : undefined;
}

function said(error: unknown): string {
  if (error instanceof FiredrillError) return renderError(error);
  const what = adviceOn(error);
  if (what !== undefined && error instanceof Error) return `${error.message}: ${what}\n`;
  return `${error instanceof Error ? error.stack : String(error)}\n`;
}

async function status<O extends Options>(command: Command<O>): Promise<number> {
  const given = parse(command);
  if (given === "help") {
    process.stdout.write(help(command));
    return 0;
  }
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) return void process.stderr.write("still taking everything down\n");
    process.stderr.write(`\n${name}: taking everything down\n`);
    stop.abort(new FiredrillError("interrupted", `interrupted by ${name}`));
  };
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const name of signals) process.on(name, onSignal);
  // Whoever read along has gone (`| head`): nobody is there to see the rest.
  const onBroken = (error: NodeJS.ErrnoException): void => {
    if (!stop.signal.aborted) stop.abort(new FiredrillError("interrupted", `nobody reads any more: ${error.message}`));
  };
  for (const stream of [process.stdout, process.stderr]) stream.on("error", onBroken);
  try {
    const code = await command.run({ ...given, signal: stop.signal });
    return stop.signal.aborted ? interruptedStatus : code;
  } catch (error) {
    if (stop.signal.aborted) return interruptedStatus;
    throw error;
  } finally {
    for (const name of signals) process.off(name, onSignal);
  }
}

function statusOf(error: unknown): number {
  if (!(error instanceof FiredrillError)) return adviceOn(error) === undefined ? 70 : 2;
  if (error.code === "usage" || error.code === "input") return usageStatus;
  return error.code === "interrupted" ? interruptedStatus : 2;
}

function parse<O extends Options>(command: Command<O>): { values: Values<O>; positionals: string[] } | "help" {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, default: preset }]) => [
      name,
      preset === undefined ? { type } : { type, default: preset },
    ]),
  );
  const bad = (message: string): FiredrillError =>
    new FiredrillError("usage", `${message}\nsee ${command.name} --help`);
  const parsed = ((): ReturnType<typeof parseArgs> => {
    try {
      return parseArgs({ options: { ...options, help: { type: "boolean", short: "h" } }, allowPositionals: true });
    } catch (error) {
      throw bad(unknownOption(error, Object.keys(options)));
    }
  })();
  if (parsed.values["help"] === true) return "help";
  if (parsed.positionals.length > 0 && command.positionals === undefined) {
    throw bad(`\`${parsed.positionals.join(" ")}\` is not expected here`);
  }
  for (const [name, { choices, value: expected }] of Object.entries(command.options)) {
    const value = parsed.values[name];
    if (choices && typeof value === "string" && !choices.includes(value)) {
      throw bad(`--${name} ${value}: expected ${choices.join(", ")}`);
    }
    if (value === "") throw bad(`--${name} is empty: expected ${expected ?? "a value"}`);
  }
  const values = Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [
      name,
      parsed.values[name] ?? (type === "boolean" ? false : undefined),
    ]),
  );
  return { values: values as Values<O>, positionals: parsed.positionals };
}

function unknownOption(error: unknown, known: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const name = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  return name === undefined ? message : `unknown option ${name}${suggestion(name.replace(/^-+/, ""), known)}`;
}

function help<O extends Options>({ name, summary, positionals, options, examples }: Command<O>): string {
  const rows = Object.entries({ ...options, help: { type: "boolean", help: "show this" } satisfies Option }).map(
    ([option, one]: [string, Option]) => {
      const value = one.choices?.join("|") ?? one.value;
      const preset = one.default === undefined ? "" : ` (default ${one.default})`;
      return [`  --${option}${value === undefined ? "" : ` ${value}`}`, `${one.help}${preset}`] as const;
    },
  );
  const width = Math.max(...rows.map(([left]) => left.length), ...examples.map(([left]) => left.length + 2)) + 2;
  return [
    `${summary}\n`,
    `usage: ${name} ${positionals === undefined ? "" : `${positionals} `}[options]\n`,
    ...rows.map(([left, right]) => `${left.padEnd(width)}${right}`),
    "\nexamples:",
    ...examples.map(([left, right]) => `  ${left}`.padEnd(width) + right),
    "",
  ].join("\n");
}
