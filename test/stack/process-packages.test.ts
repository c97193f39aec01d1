import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cacheOf } from "../../sandbox/stack/binaries/cache.ts";
import { kitOf } from "../../sandbox/stack/binaries/catalogue.ts";
import type { Kit } from "../../sandbox/stack/binaries/catalogue.ts";
import { librariesFirst } from "../../sandbox/stack/binaries/libraries.ts";
import { allowedSuite, fetchPackages } from "../../sandbox/stack/binaries/packages.ts";
import { versionOf } from "../../sandbox/stack/binaries/version.ts";

const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-packages-"));
const kit = kitOf("node_exporter") as Kit;
const suite = await allowedSuite(process.env, kit);
const missing = "unfit" in suite ? suite.unfit : undefined;

afterAll(() => rmSync(place, { recursive: true }));

describe.skipIf(missing !== undefined)(`Debian's packages${missing === undefined ? "" : ` (${missing})`}`, () => {
  test("are fetched without root, once for all, and only those that will do", async () => {
    const cache = cacheOf({ FIREDRILL_CACHE: place });
    const said: string[] = [];
    const wanted = { pinned: "1.12.1", minimum: "1.0.0" };
    const tooNew = { pinned: "99.0.0", minimum: "99.0.0" };
    const asked = [
      { kit, wanted },
      { kit: kitOf("alertmanager") as Kit, wanted: tooNew },
    ];
    const [fetched, refused] = await fetchPackages(asked, process.env, cache, { tell: (line) => said.push(line) });
    expect(fetched?.reasons).toEqual([]);
    expect(await versionOf(fetched?.kit?.paths["node_exporter"] ?? "")).toEqual({ version: fetched?.kit?.version });
    expect((await cache.look(kit, wanted)).kit).toEqual(fetched?.kit);
    expect(refused?.kit).toBeUndefined();
    expect(refused?.reasons).toEqual([expect.stringMatching(/prometheus-alertmanager .* is older than 99\.0\.0/)]);
    expect(readdirSync(path.join(place, "programs"))).toEqual(["node-exporter"]);
    expect(readdirSync(path.join(place, "fetching"))).toEqual([]);
    expect(said).toHaveLength(2);
  });

  test("of the machine's own suite bring the libraries that they need", async () => {
    const cache = cacheOf({ FIREDRILL_CACHE: path.join(place, "own") });
    const redis = kitOf("redis-server") as Kit;
    const asked = [{ kit: redis, wanted: { pinned: "8.0.0", minimum: "6.0.0" } }];
    const [fetched] = await fetchPackages(asked, process.env, cache, { tell: () => {} });
    expect(fetched?.reasons).toEqual([]);
    const { libraries = "", paths = {}, version } = fetched?.kit ?? {};
    expect(readdirSync(libraries)).toContainEqual(expect.stringMatching(/^libjemalloc\.so/));
    expect(await versionOf(paths["redis-server"] ?? "", librariesFirst(libraries))).toEqual({ version });
  });
});
