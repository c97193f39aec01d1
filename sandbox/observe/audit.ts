import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";

/** Where an audit log stood: the number of its last line, and that line's hash. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

export type AuditVerdict =
  /** `unsealed`: whole lines after the head, which a process that was killed leaves. */
  | { readonly whole: true; readonly lines: number; readonly unsealed: number; readonly head: AuditHead }
  /** `line` counts from 1: the first that is not what was written. */
  | { readonly whole: false; readonly line: number; readonly why: string };

/** `N HASH` or `N:HASH`, as audit.log.head has it. */
export function parseHead(text: string): AuditHead | undefined {
  const found = /^0*(\d+)[ :]([0-9a-f]{64})\s*$/.exec(text);
  return found ? { sequence: Number(found[1]), hash: String(found[2]) } : undefined;
}

/**
 * Verifies an audit log of the API line by line: each says its own hash, its number, and the hash of the line before. That nothing
 * is missing at the end is what `head` tells: from FILE.head, or noted elsewhere (whoever can write both files
 * can make up both). Rejects where the file can't be read.
 */
export async function verifyAudit(file: string, head?: AuditHead): Promise<AuditVerdict> {
  const sealed = head ?? parseHead(await readFile(`${file}.head`, "latin1").catch(() => ""));
  let last: Line = { sequence: 0, hash: "0".repeat(64), previous: "" };
  let line = 0;
  /** The last two lines have one number, and follow the same line: which of them is right, the next one says. */
  let doubled = false;
  for await (const { text, ended } of linesOf(file)) {
    line += 1;
    const broken = (why: string, at = line): AuditVerdict => ({ whole: false, line: at, why });
    if (!ended) return broken("it has no end: it was cut off");
    const read = readLine(text);
    if (typeof read === "string") return broken(read);
    if (doubled) return broken("it was put in", read.previous === last.hash ? line - 2 : line - 1);
    if (read.sequence !== last.sequence + 1) {
      const twice = read.sequence === last.sequence && read.previous === last.previous && read.hash !== last.hash;
      if (twice && !doubled) {
        doubled = true;
        last = read;
        continue;
      }
      return broken(`it is number ${read.sequence}, and ${last.sequence + 1} was expected`);
    }
    if (read.previous !== last.hash)
      return line === 1
        ? broken("it names a line before it, and there is none")
        : broken("it was changed and sealed anew: the line after it names another hash", line - 1);
    if (read.sequence === sealed?.sequence && read.hash !== sealed.hash)
      return broken("it was changed and sealed anew: the head has another hash");
    last = read;
  }
  if (doubled) return { whole: false, line: sealed?.hash === last.hash ? line - 1 : line, why: "it was put in" };
  if (sealed === undefined)
    return {
      whole: false,
      line: line + 1,
      why: `whether there was such a line can't be told: ${file}.head is not there, or no head`,
    };
  if (sealed.sequence > last.sequence)
    return { whole: false, line: line + 1, why: `it is missing: there were ${sealed.sequence} lines` };
  const { sequence, hash } = last;
  return { whole: true, lines: line, unsealed: sequence - sealed.sequence, head: { sequence, hash } };
}

interface Line extends AuditHead {
  readonly previous: string;
}

/** The last fields of a line; all that stands before the hash is hashed. */
const tail =
  /"event\.sequence":(\d+),"bailbondpro\.audit\.previous":"([0-9a-f]{64})","event\.hash":"([0-9a-f]{64})"\}$/;

/** What is wrong with it, where something is. */
function readLine(bytes: Buffer): Line | string {
  const found = tail.exec(bytes.subarray(-300).toString("latin1"));
  if (!found) return "it does not end with number, previous hash and hash";
  const [, sequence, previous = "", hash = ""] = found;
  const body = bytes.subarray(0, bytes.length - `,"event.hash":"${hash}"}`.length);
  if (createHash("sha256").update(body).digest("hex") !== hash) return "it was changed: its hash is another";
  return { sequence: Number(sequence), previous, hash };
}

/** Bytes as they are: an end of line is one byte, and nothing else is. */
async function* linesOf(file: string): AsyncGenerator<{ readonly text: Buffer; readonly ended: boolean }> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield { text: rest.subarray(0, end), ended: true };
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield { text: rest, ended: false };
}
