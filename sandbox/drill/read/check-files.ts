import { readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FiredrillError } from "../../errors.ts";
import type { Problem } from "../../errors.ts";
import type { FileText } from "../../rules/checks/subject.ts";
import { shown, textOf } from "./fixture-files.ts";

/** What says of others how often they are scraped, and what they export. */
const telling = ["prometheus.yml", "metrics.yml", "buckets.yml"];

/**
 * The files that may be checked: those named, and below directories all that are YAML or JSON. What lies in hidden
 * directories, in node_modules, and in a directory that is a fixtures directory itself is left out. Of a file that is named
 * alone, what stands beside it or one folder above is read aside. Rejects (`usage`) what is not there or can't be read.
 */
export async function filesToCheck(paths: readonly string[]): Promise<FileText[]> {
  const found = (await Promise.all(paths.map(filesAt))).flat();
  const problems: Problem[] = [];
  // However it is spelled, a file is one.
  const spelled = new Map(found.map((path) => [resolve(path), path]));
  const read = await Promise.all(
    [...spelled.values()].map(async (path) => {
      const text = await textOf(path, problems);
      return text === undefined ? [] : [{ file: shown(path), text }];
    }),
  );
  const [unread] = problems;
  if (unread) throw new FiredrillError("usage", `${unread.file}: ${unread.message}`);
  return [
    ...read.flat(),
    ...(await toldBeside(
      paths.filter((path) => found.includes(path)),
      spelled,
    )),
  ];
}

/** Of each kind the nearest to each file. */
async function toldBeside(files: readonly string[], known: ReadonlyMap<string, string>): Promise<FileText[]> {
  const read = await Promise.all(
    files.flatMap((path) =>
      telling.map(async (name) => {
        for (const folder of [dirname(path), join(dirname(path), ".."), join(dirname(path), "..", "prometheus")]) {
          const file = join(folder, name);
          const text = await textOf(file, [], "");
          if (known.has(resolve(file))) return [];
          if (text) return [{ file: shown(file), text, aside: true }];
        }
        return [];
      }),
    ),
  );
  return [...new Map(read.flat().map((one) => [one.file, one])).values()];
}

const form = /\.(?:ya?ml|json)$/;

async function filesAt(path: string): Promise<string[]> {
  const entry = await stat(path).catch((error: Error) => {
    throw new FiredrillError("usage", `${path} can't be read: ${error.message}`, { cause: error });
  });
  if (entry.isDirectory()) return below(path);
  if (!form.test(path))
    throw new FiredrillError("usage", `${path} is neither YAML nor JSON; name files that are, or a directory`);
  return [path];
}

async function below(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(async (entry) => {
        const path = join(directory, entry.name);
        if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
        if (entry.isDirectory()) return (await isFixtures(path)) ? [] : below(path);
        return form.test(entry.name) && (await isFile(path)) ? [path] : [];
      }),
  );
  return files.flat();
}

/** Follows links: one that leads nowhere or to a directory is left out, as is what would never end (a pipe). */
async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}

async function isFixtures(directory: string): Promise<boolean> {
  const found = await stat(join(directory, "prometheus", "prometheus.yml")).catch(() => undefined);
  return found !== undefined;
}
