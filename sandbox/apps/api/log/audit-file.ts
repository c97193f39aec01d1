import { closeSync, constants, fdatasync, fstatSync, openSync, readSync, write } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { appendToFile } from "./append.ts";
import { BatchSink } from "./batch-sink.ts";
import { empty, headOf } from "./chain.ts";
import type { Head } from "./chain.ts";

interface AuditFile {
  /** After which line it goes on. */
  readonly resumed: Head;
  readonly sink: BatchSink;
  /** After the sink is closed. */
  close(): Promise<void>;
}

const writeAt = promisify(write) as (
  fd: number,
  bytes: Buffer,
  offset: number,
  length: number,
  at: number,
) => Promise<unknown>;
const sync = promisify(fdatasync);
/** More than the longest line takes. */
const tailBytes = 256 * 1024;
/** No audit line is dropped while others are: it has a memory of its own. */
const capacity = 16 * 1024 * 1024;

/**
 * `audit.log`, which only grows, and beside it `audit.log.head`: the number and the hash of the last line that was written. A
 * chain alone does not tell that its end was cut off; the head does. It is written anew, in place, after each batch.
 */
export function openAuditFile(folder: string): AuditFile {
  const { append, close } = appendToFile(folder, "audit.log");
  const file = path.join(folder, "audit.log");
  const head = openSync(`${file}.head`, constants.O_RDWR | constants.O_CREAT, 0o640);
  const seal = async ({ sequence, hash }: Head): Promise<void> => {
    const bytes = Buffer.from(`${String(sequence).padStart(16, "0")} ${hash}\n`);
    await writeAt(head, bytes, 0, bytes.length, 0);
  };
  const sink = new BatchSink({
    name: "audit",
    capacity,
    put: async (text) => {
      await append(text);
      const written = headOf(text.slice(text.lastIndexOf("\n", text.length - 2) + 1, -1));
      if (written) await seal(written);
    },
  });
  const resumed = later(lastOf(file), readHead(head));
  return {
    resumed,
    sink,
    close: async () => {
      await sync(head).catch(() => {});
      closeSync(head);
      close();
    },
  };
}

/**
 * A crash leaves the head behind the file: on with the file. A file that ends before its head was cut: on with the head, so that
 * the next line does not hide it.
 */
function later(file: Head | undefined, head: Head | undefined): Head {
  const [a, b] = [file ?? empty, head ?? empty];
  return a.sequence > b.sequence ? a : b;
}

function readHead(descriptor: number): Head | undefined {
  const bytes = Buffer.alloc(128);
  const found = /^(\d+) ([0-9a-f]{64})\n/.exec(
    bytes.toString("latin1", 0, readSync(descriptor, bytes, 0, bytes.length, 0)),
  );
  return found ? { sequence: Number(found[1]), hash: String(found[2]) } : undefined;
}

/** The last line that is whole. */
function lastOf(file: string): Head | undefined {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, tailBytes));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes
      .toString("utf8")
      .split("\n")
      .slice(0, -1)
      .reduceRight<Head | undefined>((found, line) => found ?? headOf(line), undefined);
  } finally {
    closeSync(descriptor);
  }
}
