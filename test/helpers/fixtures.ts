import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export const projectFixtures = path.join(import.meta.dirname, "..", "..", "fixtures");

/**
 * The project's fixtures in a directory of their own, where some files are others; null: a file is not there.
 * Whoever asks for it removes it.
 */
export async function fixturesDirectory(changes: Readonly<Record<string, string | null>> = {}): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), "fixtures-"));
  await cp(projectFixtures, directory, { recursive: true });
  for (const [name, text] of Object.entries(changes)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await (text === null ? rm(file) : writeFile(file, text));
  }
  return directory;
}
