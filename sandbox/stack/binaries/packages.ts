import { readdir } from "node:fs/promises";
import path from "node:path";
import { privateApt, suiteOf } from "./apt.ts";
import type { Sh, Suite } from "./apt.ts";
import type { Cache, Workshop } from "./cache.ts";
import type { Kit } from "./catalogue.ts";
import { librariesFirst } from "./libraries.ts";
import type { Fetching, FoundKit, Looked, Wanted } from "./program.ts";
import { versionOf, whyNot } from "./version.ts";

export interface WantedKit {
  readonly kit: Kit;
  readonly wanted: Wanted;
}

/** Where a kit's packages are taken from; a sentence where they can't be, or are not to be (`FIREDRILL_PACKAGES=off`). */
export async function allowedSuite(
  env: NodeJS.ProcessEnv,
  kit: Pick<Kit, "ownSuite">,
): Promise<Suite | { readonly unfit: string }> {
  if (env["FIREDRILL_PACKAGES"] === "off") return { unfit: "packages: switched off by FIREDRILL_PACKAGES" };
  const suite = await suiteOf(kit);
  return "unfit" in suite ? { unfit: `packages: ${suite.unfit}` } : suite;
}

/**
 * Fetches the packages of all these kits with one update and one download for each suite, from the mirror that the
 * machine's own apt uses. Needs no root and changes nothing of the machine's: apt works in a directory of ours, and
 * verifies signatures. In the order given: a kit each, or why not.
 */
export async function fetchPackages(
  kits: readonly WantedKit[],
  env: NodeJS.ProcessEnv,
  cache: Cache,
  fetching: Fetching,
): Promise<Looked[]> {
  const looked = new Map<WantedKit, Looked>();
  const groups = [kits.filter(({ kit }) => kit.ownSuite), kits.filter(({ kit }) => !kit.ownSuite)];
  const fetchGroup = async (group: readonly WantedKit[]): Promise<void> => {
    const [first] = group;
    if (!first) return;
    const fetched = await fetchFromSuite(group, await allowedSuite(env, first.kit), cache, fetching);
    group.forEach((one, i) => looked.set(one, fetched[i] as Looked));
  };
  await Promise.all(groups.map(fetchGroup));
  return kits.map((one) => looked.get(one) as Looked);
}

async function fetchFromSuite(
  kits: readonly WantedKit[],
  suite: Suite | { readonly unfit: string },
  cache: Cache,
  fetching: Fetching,
): Promise<Looked[]> {
  if ("unfit" in suite) return kits.map(() => ({ reasons: [suite.unfit] }));
  try {
    return await cache.fetch((workshop) => fetchInto(workshop, kits, suite, fetching));
  } catch (error) {
    const reason = `packages: ${error instanceof Error ? error.message.trim() : String(error)}`;
    return kits.map(() => ({ reasons: [reason] }));
  }
}

async function fetchInto(
  workshop: Workshop,
  kits: readonly WantedKit[],
  suite: Suite,
  { tell, signal }: Fetching,
): Promise<Looked[]> {
  const names = kits.map(({ kit }) => kit.project).join(", ");
  const sh = await privateApt(workshop.directory, suite.list, signal);
  tell(`${names}: reading the package index of ${suite.name}`);
  await sh`apt-get update`;
  const offered = await offers(sh, kits, suite);
  const fitting = kits.filter((_, i) => offered[i]?.unfit === undefined);
  const wanted = (await Promise.all(fitting.map(({ kit }) => packagesOf(sh, kit)))).flat();
  if (wanted.length > 0) {
    tell(`${fitting.map(({ kit }) => kit.project).join(", ")}: fetching ${suite.name}'s packages`);
    await sh`apt-get download ${wanted}`;
  }
  return Promise.all(
    kits.map(async ({ kit }, i) => {
      const unfit = offered[i]?.unfit;
      return unfit === undefined ? unpack(sh, workshop, kit, suite) : { reasons: [unfit] };
    }),
  );
}

/** What the suite has of each kit's first package. */
async function offers(sh: Sh, kits: readonly WantedKit[], suite: Suite): Promise<{ readonly unfit?: string }[]> {
  const table = (await sh`apt-cache madison ${kits.map(({ kit }) => kit.packages[0] ?? "")}`).stdout;
  const rows = table.split("\n").map((row) => row.split("|").map((cell) => cell.trim()));
  return kits.map(({ kit, wanted }) => {
    const has = rows.find(([name]) => name === kit.packages[0])?.[1];
    if (has === undefined) return { unfit: `packages: ${kit.packages[0]} is not in ${suite.name}` };
    const why = whyNot(/^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(has)?.[1] ?? has, wanted);
    return why === undefined ? {} : { unfit: `packages: ${kit.packages[0]} ${has} of ${suite.name} ${why}` };
  });
}

async function unpack(sh: Sh, workshop: Workshop, kit: Kit, suite: Suite): Promise<Looked> {
  const folder = path.join(workshop.directory, kit.project);
  for (const name of await packagesOf(sh, kit)) await sh`dpkg-deb -x ${name}_*.deb ${folder}`;
  const paths = Object.fromEntries(kit.programs.map(({ name, packaged }) => [name, `usr/bin/${packaged ?? name}`]));
  const libraries = kit.ownSuite ? await librariesIn(folder) : undefined;
  const wrap = libraries === undefined ? [] : librariesFirst(path.join(folder, libraries));
  const asked = await versionOf(path.join(folder, Object.values(paths)[0] ?? ""), wrap);
  if ("unfit" in asked) return { reasons: [`packages: ${asked.unfit}`] };
  const label = {
    version: asked.version,
    source: suite.name,
    paths,
    ...(kit.sharedFolder ? { share: "usr/share" } : {}),
    ...(libraries === undefined ? {} : { libraries }),
  };
  const found: FoundKit = await workshop.shelve(kit, folder, label);
  return { kit: found, reasons: [] };
}

/** The kit's own, and the libraries that this machine lacks for them. */
async function packagesOf(sh: Sh, kit: Kit): Promise<readonly string[]> {
  if (!kit.ownSuite) return kit.packages;
  const simulated = await sh`apt-get install --simulate --no-install-recommends ${kit.packages}`.nothrow();
  const lacking = [...simulated.stdout.matchAll(/^Inst (lib\S+)/gm)].map(([, name = ""]) => name);
  return [...new Set([...kit.packages, ...lacking])];
}

/** Where a Debian package puts them: usr/lib/x86_64-linux-gnu. */
async function librariesIn(folder: string): Promise<string | undefined> {
  const names = await readdir(path.join(folder, "usr", "lib")).catch(() => []);
  const triplet = names.find((name) => /-linux-gnu/.test(name));
  return triplet === undefined ? undefined : `usr/lib/${triplet}`;
}
