import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";

/** Sizes and times of change of all that a bundle was made of, by path. */
type Inputs = Readonly<Record<string, string>>;

/** The text that was kept in `file`, as long as nothing that it was made of has changed; else undefined. */
export async function keptBundle(file: string): Promise<string | undefined> {
  const whole = await readFile(file, "utf8").catch(() => "");
  const end = whole.indexOf("\n");
  if (end < 0) return undefined;
  try {
    const inputs = JSON.parse(whole.slice(0, end)) as Inputs;
    const now = await inputsOf(Object.keys(inputs));
    return Object.entries(inputs).every(([input, mark]) => now[input] === mark) ? whole.slice(end + 1) : undefined;
  } catch {
    return undefined; // something is gone, or was never there
  }
}

/**
 * Keeps what was made of the files `inputs`, which were read since `began` (milliseconds since 1970): nothing that was changed
 * since then, since it may have been read before. Where it can't be kept, it is made again another time.
 */
export async function keepBundle(
  file: string,
  { inputs, began, text }: { readonly inputs: readonly string[]; readonly began: number; readonly text: string },
): Promise<void> {
  try {
    const changed = await Promise.all(inputs.map(async (input) => (await stat(input)).mtimeMs));
    if (changed.some((at) => at >= began)) return;
    const draft = `${file}.${process.pid}`;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(draft, `${JSON.stringify(await inputsOf(inputs))}\n${text}`);
    await rename(draft, file);
  } catch {
    // A cache that can't be written to.
  }
}

/** Rejects where one of them is missing. */
async function inputsOf(files: readonly string[]): Promise<Inputs> {
  const marks = await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs, ino } = await stat(file);
      return [file, `${size} ${mtimeMs} ${ino}`] as const;
    }),
  );
  return Object.fromEntries(marks);
}
