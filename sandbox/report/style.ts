import { styleText } from "node:util";
import type { Outcome } from "../drill/verdict.ts";

export interface TextOptions {
  /** Of the terminal; no line is longer, unless one of its words is. At least 60 are used. */
  readonly columns: number;
  readonly colour: boolean;
  /** Default true; false draws in ASCII. What a verdict says stays as it is. */
  readonly unicode?: boolean;
  /** Also the findings that held. */
  readonly all?: boolean;
  /** Of drills that held one line each, above all that did not. */
  readonly brief?: boolean;
}

/** The marks of a timeline, each one column wide. */
export interface Marks {
  readonly faultFrom: string;
  readonly fault: string;
  readonly faultTo: string;
  readonly pending: string;
  readonly firing: string;
  readonly firingNotice: string;
  readonly resolvedNotice: string;
  readonly dot: string;
  readonly outcome: Readonly<Record<Outcome, string>>;
}

const drawn: Marks = {
  faultFrom: "├",
  fault: "─",
  faultTo: "┤",
  pending: "░",
  firing: "▓",
  firingNotice: "●",
  resolvedNotice: "○",
  dot: "·",
  outcome: { held: "✓", deviated: "✗", inconclusive: "?" },
};

const ascii: Marks = {
  faultFrom: "|",
  fault: "-",
  faultTo: "|",
  pending: ".",
  firing: "#",
  firingNotice: "*",
  resolvedNotice: "o",
  dot: "-",
  outcome: { held: "+", deviated: "x", inconclusive: "?" },
};

export const marksOf = (options: TextOptions): Marks => (options.unicode === false ? ascii : drawn);

export const colourOf = { held: "green", deviated: "red", inconclusive: "yellow" } as const satisfies Record<
  Outcome,
  string
>;

/** Whether there is colour is the caller's decision, not the terminal's. */
export function paint(colour: Parameters<typeof styleText>[0], text: string, options: TextOptions): string {
  return options.colour ? styleText(colour, text, { validateStream: false }) : text;
}

/** What a title or a message may not do: move the cursor, or end its line. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

/** Lines of at most `width`, broken at blanks; all but the first are indented. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((part) => part !== "")) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
