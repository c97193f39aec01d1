import type Dockerode from "dockerode";

/** Everything that a container printed so far, of both streams, in the order in which the engine got it. */
export async function logOf(container: Dockerode.Container): Promise<string> {
  return demultiplex(await container.logs({ stdout: true, stderr: true, follow: false }));
}

/** The last lines of a log, as they are shown in an error. */
export function tail(log: string, lines = 20): string {
  const text = log.trimEnd();
  if (text === "") return "it printed nothing";
  const last = text.split("\n").slice(-lines);
  return `its last lines:\n${last.map((line) => `  ${line}`).join("\n")}`;
}

/** The engine sends frames: a byte that names the stream, three of padding, four of length, then that much text. */
export function demultiplex(frames: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= frames.length;) {
    const length = frames.readUInt32BE(at + 4);
    parts.push(frames.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString("utf8");
}
