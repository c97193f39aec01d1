import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { connect } from "node:net";
import { once } from "node:events";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { $ } from "zx";
import type { Cache, Workshop } from "./cache.ts";
import type { Kit } from "./catalogue.ts";
import type { Fetching, Looked, Wanted } from "./program.ts";
import { versionOf } from "./version.ts";

/** Where the projects publish; `FIREDRILL_RELEASES` names a mirror with the same folders below it. */
export function releasesOf(env: NodeJS.ProcessEnv): string {
  return (env["FIREDRILL_RELEASES"] || "https://github.com/prometheus").replace(/\/+$/, "");
}

/** The release's archive for this machine; undefined for a project that releases none. */
export function archiveUrl(kit: Kit, version: string, releases: string): URL | undefined {
  if (kit.repository === undefined) return undefined;
  return new URL(`${releases}/${kit.repository}/releases/download/v${version}/${archiveName(kit, version)}.tar.gz`);
}

/**
 * Fetches a project's own release; only with the checksum that the release itself publishes. Never rejects.
 * A page that can't be reached costs three seconds, once a process.
 */
export async function fetchRelease(
  kit: Kit,
  wanted: Wanted,
  releases: string,
  cache: Cache,
  fetching: Fetching,
): Promise<Looked> {
  const version = wanted.exactly ?? wanted.pinned;
  const url = archiveUrl(kit, version, releases);
  if (url === undefined) return { reasons: [] };
  try {
    const unreachable = await whyUnreachable(url);
    if (unreachable !== undefined) return { reasons: [`release ${version}: ${unreachable}`] };
    return await cache.fetch((workshop) => fetchInto(workshop, kit, version, url, fetching));
  } catch (error) {
    return { reasons: [`release ${version}: ${error instanceof Error ? error.message.trim() : String(error)}`] };
  }
}

async function fetchInto(workshop: Workshop, kit: Kit, version: string, url: URL, fetching: Fetching): Promise<Looked> {
  const expected = await publishedChecksum(url, fetching);
  const archive = path.join(workshop.directory, "archive.tar.gz");
  await download(url, archive, { ...fetching, tell: (line) => fetching.tell(`${kit.project} ${version}: ${line}`) });
  const actual = await checksum(archive);
  if (actual !== expected)
    throw new Error(`${url.href} is not what its sha256sums.txt says: ${actual} in place of ${expected}`);
  const folder = path.join(workshop.directory, "unpacked");
  await mkdir(folder);
  const members = kit.programs.map(({ name }) => `${archiveName(kit, version)}/${name}`);
  await $({ quiet: true })`tar -xzf ${archive} -C ${folder} --no-same-owner ${members}`;
  const paths = Object.fromEntries(kit.programs.map(({ name }, i) => [name, members[i] ?? ""]));
  const asked = await versionOf(path.join(folder, members[0] ?? ""));
  if ("unfit" in asked) throw new Error(asked.unfit);
  if (asked.version !== version) throw new Error(`${url.href} holds ${kit.project} ${asked.version}`);
  return { kit: await workshop.shelve(kit, folder, { version, source: `release ${version}`, paths }), reasons: [] };
}

async function publishedChecksum(url: URL, fetching: Fetching): Promise<string> {
  const sums = new URL("sha256sums.txt", url);
  const text = await (await get(sums, 10_000, fetching)).text();
  const name = path.posix.basename(url.pathname);
  const line = text.split("\n").find((candidate) => candidate.trim().split(/\s+[*]?/)[1] === name);
  const sum = line?.trim().split(/\s+/)[0];
  if (sum === undefined || !/^[0-9a-f]{64}$/.test(sum)) throw new Error(`${sums.href} has no checksum of ${name}`);
  return sum;
}

async function download(url: URL, file: string, fetching: Fetching): Promise<void> {
  const response = await get(url, 10 * 60_000, fetching);
  const total = Number(response.headers.get("content-length") ?? 0);
  let done = 0;
  let told = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      done += chunk.length;
      if (done - told >= total / 10 || done === total) {
        told = done;
        fetching.tell(`${megabytes(done)} of ${megabytes(total)} MB`);
      }
      yield chunk;
    }
  };
  if (!response.body) throw new Error(`${url.href} is empty`);
  await pipeline(Readable.fromWeb(response.body), counted, createWriteStream(file));
  if (total > 0 && done !== total) throw new Error(`${url.href} broke off after ${done} of ${total} bytes`);
}

async function get(url: URL, limitMs: number, { signal }: Fetching): Promise<Response> {
  const limit = AbortSignal.any([AbortSignal.timeout(limitMs), ...(signal ? [signal] : [])]);
  const response = await fetch(url, { signal: limit }).catch((error: unknown) => {
    const cause = (error as { cause?: unknown }).cause ?? error;
    throw new Error(`${url.href}: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  if (!response.ok) throw new Error(`${url.href} answers ${response.status}`);
  return response;
}

const reached = new Map<string, Promise<string | undefined>>();

/** Undefined where a connection is accepted. Asked once a process and address, however many programs are missing. */
export function whyUnreachable(url: URL): Promise<string | undefined> {
  const port = Number(url.port || (url.protocol === "http:" ? 80 : 443));
  const key = `${url.hostname}:${port}`;
  const known = reached.get(key) ?? knock(url.hostname, port);
  reached.set(key, known);
  return known;
}

async function knock(host: string, port: number): Promise<string | undefined> {
  const socket = connect({ host: host.replace(/^\[(.*)\]$/, "$1"), port });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(3000) });
    return undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return `${host} can't be reached (${code === "ABORT_ERR" ? "no answer in 3 s" : code})`;
  } finally {
    socket.on("error", () => {}).destroy();
  }
}

async function checksum(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function archiveName(kit: Kit, version: string): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const architectures: Readonly<Record<string, string>> = { x64: "amd64", arm: "armv7", ia32: "386" };
  return `${kit.repository}-${version}.${system}-${architectures[process.arch] ?? process.arch}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
