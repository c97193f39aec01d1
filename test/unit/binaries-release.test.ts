import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { $ } from "zx";
import { cacheOf } from "../../sandbox/stack/binaries/cache.ts";
import { kitOf } from "../../sandbox/stack/binaries/catalogue.ts";
import type { Kit } from "../../sandbox/stack/binaries/catalogue.ts";
import { archiveUrl, fetchRelease } from "../../sandbox/stack/binaries/release.ts";
import { HttpTarget } from "../helpers/http-target.ts";

const kit = kitOf("alertmanager") as Kit;
const wanted = { pinned: "7.1.0", minimum: "7.0.0" };
const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-release-"));
const archive = await packed("7.1.0");
const name = path.posix.basename(archiveUrl(kit, "7.1.0", "http://any")?.pathname ?? "");
let cacheDirectory: string;

beforeEach(() => {
  cacheDirectory = mkdtempSync(path.join(place, "cache-"));
});
afterAll(() => rmSync(place, { recursive: true }));

describe("a release", () => {
  test("is fetched with its own checksum, shown in progress, and found in the cache from then on", async () => {
    await using server = await serving(sumsOf(archive), archive);
    const said: string[] = [];
    const cache = cacheOf({ FIREDRILL_CACHE: cacheDirectory });
    const { kit: found } = await fetchRelease(kit, wanted, server.url.origin, cache, {
      tell: (line) => said.push(line),
    });
    expect(found).toMatchObject({ version: "7.1.0", place: "release 7.1.0" });
    expect((await $({ quiet: true })`${found?.paths["amtool"]} --version`).stdout).toContain("7.1.0");
    expect(said.at(-1)).toMatch(/^alertmanager 7\.1\.0: \d+\.\d of \d+\.\d MB$/);
    expect((await cache.look(kit, wanted)).kit).toEqual(found);
    expect((await cache.look(kit, { ...wanted, minimum: "7.2.0" })).kit).toBeUndefined();
    expect(left()).toEqual(["alertmanager"]);
  });

  test("is fetched by two at once without harm", async () => {
    await using server = await serving(sumsOf(archive), archive);
    const both = await Promise.all(
      [1, 2].map(() =>
        fetchRelease(kit, wanted, server.url.origin, cacheOf({ FIREDRILL_CACHE: cacheDirectory }), { tell: () => {} }),
      ),
    );
    expect(both.map(({ kit: found }) => found?.version)).toEqual(["7.1.0", "7.1.0"]);
    expect(both[0]?.kit).toEqual(both[1]?.kit);
  });

  test.each([
    ["whose checksum is another's", sumsOf(Buffer.from("other")), archive, /is not what its sha256sums.txt says/],
    ["that breaks off", sumsOf(archive), archive.subarray(0, 100), /is not what its sha256sums.txt says/],
    ["without a checksum of it", `${"0".repeat(64)}  other.tar.gz\n`, archive, /has no checksum of/],
    ["that is not there", sumsOf(archive), undefined, /answers 404/],
    ["without checksums", undefined, archive, /sha256sums\.txt answers 404/],
    ["whose archive is no archive", sumsOf(Buffer.from("no")), Buffer.from("no"), /tar/],
  ])("%s is refused, and nothing is left of it", async (_, sums, body, reason) => {
    await using server = await serving(sums, body);
    const cache = cacheOf({ FIREDRILL_CACHE: cacheDirectory });
    const looked = await fetchRelease(kit, wanted, server.url.origin, cache, { tell: () => {} });
    expect(looked.kit).toBeUndefined();
    expect(looked.reasons).toEqual([expect.stringMatching(reason)]);
    expect(left()).toEqual([]);
  });

  test("that is of another version than its name says is refused", async () => {
    const other = await packed("7.1.0", "7.0.9");
    await using server = await serving(sumsOf(other), other);
    const cache = cacheOf({ FIREDRILL_CACHE: cacheDirectory });
    const looked = await fetchRelease(kit, wanted, server.url.origin, cache, { tell: () => {} });
    expect(looked.reasons).toEqual([expect.stringMatching(/holds alertmanager 7\.0\.9/)]);
    expect(left()).toEqual([]);
  });

  test("that is interrupted leaves nothing", async () => {
    const interrupt = new AbortController();
    const target = new HttpTarget(() => interrupt.abort()); // no answer, but an end to the waiting
    await using server = await target.listen();
    const cache = cacheOf({ FIREDRILL_CACHE: cacheDirectory });
    const fetching = { tell: () => {}, signal: interrupt.signal };
    expect((await fetchRelease(kit, wanted, server.url.origin, cache, fetching)).kit).toBeUndefined();
    expect(left()).toEqual([]);
  });

  test("that can't be reached is said so", async () => {
    const server = await serving(sumsOf(archive), archive);
    await server[Symbol.asyncDispose]();
    const cache = cacheOf({ FIREDRILL_CACHE: cacheDirectory });
    const looked = await fetchRelease(kit, wanted, server.url.origin, cache, { tell: () => {} });
    expect(looked.reasons).toEqual(["release 7.1.0: 127.0.0.1 can't be reached (ECONNREFUSED)"]);
  });
});

/** What the cache holds, and that nothing half done lies beside it. */
function left(): string[] {
  expect(readdirSync(path.join(cacheDirectory, "fetching"))).toEqual([]);
  const programs = path.join(cacheDirectory, "programs");
  return existsSync(programs) ? readdirSync(programs) : [];
}

function sumsOf(content: Buffer): string {
  return `${"0".repeat(64)}  other.tar.gz\n${createHash("sha256").update(content).digest("hex")}  ${name}\n`;
}

function serving(sums: string | undefined, body: Buffer | undefined): Promise<HttpTarget> {
  const target: HttpTarget = new HttpTarget((response) => {
    const asked = target.seen.at(-1)?.line ?? "";
    const answer = asked.endsWith("sha256sums.txt") ? sums : asked.endsWith(name) ? body : undefined;
    if (answer === undefined) response.writeHead(404).end();
    else response.end(answer);
  });
  return target.listen();
}

/** A release as the projects make it, of shell scripts that only know their version. */
async function packed(version: string, says = version): Promise<Buffer> {
  const folder = path.posix.basename(archiveUrl(kit, version, "http://any")?.pathname ?? "", ".tar.gz");
  const here = mkdtempSync(path.join(place, "packed-"));
  mkdirSync(path.join(here, folder));
  for (const { name: program } of kit.programs) {
    const file = path.join(here, folder, program);
    writeFileSync(file, `#!/bin/sh\necho "${program}, version ${says} (branch: HEAD)"\n`);
    chmodSync(file, 0o755);
  }
  await $({ quiet: true, cwd: here })`tar -czf archive.tar.gz ${folder}`;
  return readFileSync(path.join(here, "archive.tar.gz"));
}
