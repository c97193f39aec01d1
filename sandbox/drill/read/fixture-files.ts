import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, extname, isAbsolute, join, relative } from "node:path";

/** Undefined: there is no such file. */
export async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return undefined;
    throw error;
  });
}

/** As a person would type it: seen from where they are, unless it lies elsewhere. */
export function shown(path: string): string {
  const here = relative(process.cwd(), path);
  return here.startsWith("..") ? path : here;
}

/** A file is called what it is without its ending. */
export function nameOf(path: string): string {
  return basename(path, extname(path));
}

/** In order; a directory that is not there is empty. */
export async function entries(directory: string): Promise<string[]> {
  return (await readdir(directory).catch(() => [])).toSorted();
}

export async function yamlFiles(directory: string): Promise<string[]> {
  return (await entries(directory)).filter((name) => /\.ya?ml$/.test(name)).map((name) => join(directory, name));
}

/** As Prometheus and Alertmanager read a path: only its last part may hold a `*`. */
export async function matching(base: string, pattern: string): Promise<string[]> {
  const directory = isAbsolute(pattern) ? dirname(pattern) : join(base, dirname(pattern));
  const parts = basename(pattern)
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const form = new RegExp(`^${parts.join(".*")}$`);
  return (await entries(directory)).filter((name) => form.test(name)).map((name) => join(directory, name));
}
