import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { cacheOf } from "../../sandbox/stack/binaries/cache.ts";
import { kitOf } from "../../sandbox/stack/binaries/catalogue.ts";
import type { Kit } from "../../sandbox/stack/binaries/catalogue.ts";
import { lookAtHome, withJava } from "../../sandbox/stack/binaries/distribution.ts";
import type { Distribution } from "../../sandbox/stack/binaries/distribution.ts";
import { finder } from "../../sandbox/stack/binaries/finder.ts";
import { fetchWithMaven } from "../../sandbox/stack/binaries/maven.ts";
import { survey } from "../../sandbox/stack/binaries/survey.ts";

const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-distribution-"));
const kit = kitOf("elasticsearch") as Kit;
const distribution = kit.distribution as Distribution;
const wanted = { pinned: "8.19.21", minimum: "8.14.0" };
/** Where the scripts' own commands are. */
const system = ["/usr/bin", "/bin"].join(path.delimiter);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(place, "x-"));
});
afterAll(() => rmSync(place, { recursive: true }));

describe("where its variable says", () => {
  const look = (home: string) => lookAtHome(kit, distribution, wanted, { ELASTICSEARCH_HOME: home });

  test("it is found, with its version, and not started for that", async () => {
    unpack(folder, "8.15.0");
    const program = path.join(folder, "bin", "elasticsearch");
    expect(await look(folder)).toEqual({
      kit: { version: "8.15.0", place: "ELASTICSEARCH_HOME", paths: { elasticsearch: program } },
      reasons: [],
    });
  });

  test("what is too old, has no version, or is not there is passed over by name", async () => {
    unpack(folder, "8.13.9");
    expect(await look(folder)).toEqual({ reasons: ["ELASTICSEARCH_HOME: elasticsearch 8.13.9 is older than 8.14.0"] });
    rmSync(path.join(folder, "lib"), { recursive: true });
    expect((await look(folder)).reasons).toEqual([expect.stringContaining("does not say which version")]);
    expect((await look(place)).reasons).toEqual([expect.stringContaining("bin/elasticsearch is not there")]);
    expect((await look("")).reasons).toEqual(["ELASTICSEARCH_HOME is not set"]);
  });
});

describe("its Java", () => {
  const program = () => path.join(folder, "bin", "elasticsearch");

  test("is its own, else that of JAVA_HOME, else that on PATH", async () => {
    const [home, onPath] = [path.join(folder, "home"), path.join(folder, "path")];
    script(path.join(home, "bin", "java"), `echo 'openjdk version "21.0.1"' >&2`);
    script(path.join(onPath, "java"), `echo 'openjdk version "17.0.15"' >&2`);
    const [PATH, JAVA_HOME] = [onPath, home];
    expect(await withJava(program(), distribution, { PATH, JAVA_HOME })).toEqual({
      wrap: ["env", `ES_JAVA_HOME=${home}`],
    });
    expect(await withJava(program(), distribution, { PATH })).toEqual({ wrap: ["env", `ES_JAVA_HOME=${folder}`] });
    script(path.join(folder, "jdk", "bin", "java"), "exit 1");
    expect(await withJava(program(), distribution, { PATH, JAVA_HOME })).toEqual({ wrap: [] });
  });

  test("that is too old, or nowhere, is said", async () => {
    script(path.join(folder, "java"), `echo 'openjdk version "11.0.2"' >&2`);
    const old = { unfit: `it needs Java 17 or newer, and ${folder}/java is 11` };
    expect(await withJava(program(), distribution, { PATH: folder })).toEqual(old);
    expect(await withJava(program(), distribution, { PATH: place })).toMatchObject({ unfit: /there is none/ });
  });
});

describe("with Maven", () => {
  const fetch = (bin: string) => {
    const cache = cacheOf({ FIREDRILL_CACHE: path.join(folder, "cache") });
    const env = { PATH: [bin, system].join(path.delimiter) };
    return fetchWithMaven(kit, distribution, wanted, env, cache, { tell: () => {} });
  };

  test("it is fetched once, and found in the cache after that", async () => {
    script(path.join(folder, "mvn"), mavenThatUnpacks("8.19.21"));
    const { kit: fetched, reasons } = await fetch(folder);
    expect(reasons).toEqual([]);
    expect(fetched).toMatchObject({ version: "8.19.21", place: expect.stringMatching(/^Maven org\.elasticsearch/) });
    const cache = cacheOf({ FIREDRILL_CACHE: path.join(folder, "cache") });
    expect((await cache.look(kit, wanted)).kit).toEqual(fetched);
  });

  test("what fails, and what is another version than was asked for, is said and not kept", async () => {
    script(path.join(folder, "mvn"), `echo '[ERROR] Could not find artifact'; exit 1`);
    expect(await fetch(folder)).toEqual({ reasons: ["Maven: Could not find artifact"] });
    script(path.join(folder, "mvn"), mavenThatUnpacks("8.19.20"));
    expect((await fetch(folder)).reasons).toEqual([expect.stringContaining("of no version")]);
    const cache = cacheOf({ FIREDRILL_CACHE: path.join(folder, "cache") });
    expect((await cache.look(kit, wanted)).kit).toBeUndefined();
  });
});

test("where there is neither, it is missing with what was tried and what to do; who looks after all programs needs none", async () => {
  const env = { PATH: folder, FIREDRILL_CACHE: path.join(folder, "cache"), FIREDRILL_PACKAGES: "off" };
  const preparing = finder(env).prepare([{ binary: "elasticsearch" }], { tell: () => {} });
  await expect(preparing).rejects.toMatchObject({
    code: "program-missing",
    message: expect.stringMatching(
      /not set\n.*nothing of it in .*\n.*no mvn on PATH\n.*in ELASTICSEARCH_HOME, or install Maven and Java/,
    ),
  });
  const outlooks = await survey({ ...env, FIREDRILL_RELEASES: "http://127.0.0.1:9" });
  const optional = outlooks.filter((one) => one.optional);
  expect(optional).toMatchObject([
    { program: "elasticsearch", reasons: expect.arrayContaining(["Maven: no mvn on PATH"]) },
  ]);
  expect(optional[0]).not.toHaveProperty("from");
});

/** As a distribution looks, as far as it is looked at. */
function unpack(where: string, version: string): void {
  script(path.join(where, "bin", "elasticsearch"), "exit 1");
  mkdirSync(path.join(where, "lib"), { recursive: true });
  writeFileSync(path.join(where, "lib", `elasticsearch-${version}.jar`), "");
  writeFileSync(path.join(where, "lib", "elasticsearch-core-1.2.3.jar"), "");
}

function mavenThatUnpacks(version: string): string {
  unpack(path.join(folder, "stock", `elasticsearch-${version}`), version);
  return `for one in "$@"; do case "$one" in -DoutputDirectory=*) cp -R ${folder}/stock "\${one#*=}";; esac; done`;
}

function script(file: string, body: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}
