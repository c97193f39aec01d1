import { write } from "node:fs";
import { Writable } from "node:stream";

/**
 * Standard output that never blocks a request: `process.stdout` writes synchronously to pipes and files, so this
 * hands lines to a thread of the pool, in order, and all that come meanwhile are the next write.
 */
export function asyncStdout(): Writable {
  return new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _encoding, done) => writeAll(chunk, done),
    writev: (chunks, done) => writeAll(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
  });
}

function writeAll(bytes: Buffer, done: (error?: Error | null) => void): void {
  write(1, bytes, (error, written) => {
    // A pipe that is full and does not block: the same bytes again on a later turn.
    if (error?.code === "EAGAIN") setImmediate(() => writeAll(bytes, done));
    else if (error) done(error);
    else if (written < bytes.length) writeAll(bytes.subarray(written), done);
    else done();
  });
}
