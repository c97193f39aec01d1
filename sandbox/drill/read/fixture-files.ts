import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, isAbsolute, join, relative } from "node:path";
import { getSystemErrorMap } from "node:util";
import { FiredrillError } from "../../errors.ts";
import type { Problem } from "../../errors.ts";

/**
 * A file's text; undefined where it can't be read, which is then among the problems. A file that need not be there
 * has a text to take in its place.
 */
export async function textOf(path: string, problems: Problem[], absent?: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (isAbsence(error) && absent !== undefined) return absent;
    problems.push(unreadable(path, error));
    return undefined;
  });
}

function unreadable(path: string, error: NodeJS.ErrnoException): Problem {
  return { file: shown(path), line: 1, column: 1, message: whyUnreadable(error) };
}

function whyUnreadable(error: NodeJS.ErrnoException): string {
  if (isAbsence(error))
    return "there is no such file; --fixtures names the directory that holds prometheus/, alertmanager/, load/ and drills/";
  if (error.code === "EISDIR") return "is a directory, where a file was expected; put the file there, or take it away";
  const reason = getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.message;
  return `can't be read: ${reason}; let this user read it, or take it away`;
}

function isAbsence({ code }: NodeJS.ErrnoException): boolean {
  return code === "ENOENT" || code === "ENOTDIR";
}

/** As a person would type it: seen from where they are, unless it lies elsewhere. */
export function shown(path: string): string {
  const here = relative(process.cwd(), path);
  return here.startsWith("..") ? path : here;
}

/** Rejects (`usage`) a fixtures directory that there is not. */
export async function refuseMissing(directory: string): Promise<void> {
  const found = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (isAbsence(error)) return undefined;
    throw new FiredrillError("usage", `--fixtures ${directory} can't be looked at: ${error.message}`, { cause: error });
  });
  if (found?.isDirectory()) return;
  const why = found ? "is no directory" : "does not exist";
  throw new FiredrillError(
    "usage",
    `--fixtures ${directory} ${why}; name the one that holds prometheus/, load/ and the like`,
  );
}

/** A file is called what it is without its ending. */
export function nameOf(path: string): string {
  return basename(path, extname(path));
}

/** In order; a directory that is not there is empty, and so is one that can't be read, which is among the problems. */
export async function entries(directory: string, problems: Problem[]): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (!isAbsence(error)) problems.push(unreadable(directory, error));
    return [];
  });
  return names.toSorted();
}

export async function yamlFiles(directory: string, problems: Problem[]): Promise<string[]> {
  return (await entries(directory, problems))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(directory, name));
}

/** As Prometheus and Alertmanager read a path: only its last part may hold a `*`. */
export async function matching(base: string, pattern: string, problems: Problem[]): Promise<string[]> {
  const directory = isAbsolute(pattern) ? dirname(pattern) : join(base, dirname(pattern));
  const parts = basename(pattern)
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const form = new RegExp(`^${parts.join(".*")}$`);
  return (await entries(directory, problems)).filter((name) => form.test(name)).map((name) => join(directory, name));
}
