import { hash } from "node:crypto";

/** Where a chain of lines stands: the last line's number and hash. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

/** Before the first line. */
export const empty: Head = { sequence: 0, hash: "0".repeat(64) };

/**
 * The next line of a chain, and where it stands then. `event.hash`, its last field, is the SHA-256 of all that stands before it
 * in the line, of which the hash of the line before is the last: so none can be changed, moved, put in or left out
 * without every later line saying so.
 */
export function chained(
  head: Head,
  fields: Readonly<Record<string, unknown>>,
): { readonly line: string; readonly head: Head } {
  const sequence = head.sequence + 1;
  const start = JSON.stringify({ ...fields, "event.sequence": sequence, "bailbondpro.audit.previous": head.hash });
  const body = start.slice(0, -1);
  const sealed = hash("sha256", body);
  return { line: `${body},"event.hash":"${sealed}"}`, head: { sequence, hash: sealed } };
}

const tail = /"event\.sequence":(\d+),"bailbondpro\.audit\.previous":"[0-9a-f]{64}","event\.hash":"([0-9a-f]{64})"\}$/;

/** Where a chain stood after this line; undefined: it is no line of a chain. */
export function headOf(line: string): Head | undefined {
  const found = tail.exec(line);
  return found ? { sequence: Number(found[1]), hash: String(found[2]) } : undefined;
}
