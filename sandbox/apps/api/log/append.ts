import { closeSync, fstatSync, mkdirSync, openSync, readSync, write } from "node:fs";
import path from "node:path";

/** Writes all of a text at the end of what is open there; one at a time. */
export type Append = (text: string) => Promise<void>;

/**
 * To a file descriptor: a thread of the pool does it, while `process.stdout` writes synchronously to pipes and files. A text
 * of which only a part could be written is lost, and the next one starts on a line of its own.
 */
export function appendTo(descriptor: number, isTorn = false): Append {
  let torn = isTorn;
  const all = (bytes: Buffer, done: (error?: Error) => void): void =>
    write(descriptor, bytes, (error, written) => {
      // A pipe that is full and does not block: the same bytes again on a later turn.
      if (error?.code === "EAGAIN") setImmediate(() => all(bytes, done));
      else if (error) done(error);
      else if (written < bytes.length) {
        torn = true;
        all(bytes.subarray(written), done);
      } else {
        torn = false;
        done();
      }
    });
  return (text) =>
    new Promise((resolve, reject) => {
      all(Buffer.from(torn ? `\n${text}` : text), (error) => (error ? reject(error) : resolve()));
    });
}

/** A file that is made if it is not there, and only ever appended to. Closing it twice is a mistake. */
export function appendToFile(folder: string, name: string): { readonly append: Append; close(): void } {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    const descriptor = openSync(path.join(folder, name), "a+", 0o640);
    return { append: appendTo(descriptor, endsTorn(descriptor)), close: () => closeSync(descriptor) };
  } catch (cause) {
    throw new Error(`LOG_DIR ${folder}: no log can be written there: ${(cause as Error).message}`, { cause });
  }
}

/** Whether the last line has no end: the process, or the machine, went down while it was written. */
function endsTorn(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}
