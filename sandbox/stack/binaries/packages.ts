import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { $ } from "zx";
import type { Cache, Workshop } from "./cache.ts";
import { debianSuite } from "./catalogue.ts";
import type { Kit } from "./catalogue.ts";
import type { Fetching, FoundKit, Looked, Wanted } from "./program.ts";
import { versionOf, whyNot } from "./version.ts";

export interface WantedKit {
  readonly kit: Kit;
  readonly wanted: Wanted;
}

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const source = `Debian ${debianSuite}`;

/** A sentence where this machine can't fetch Debian's packages, or is not to (`FIREDRILL_PACKAGES=off`). */
export async function whyNoPackages(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (env["FIREDRILL_PACKAGES"] === "off") return "packages: switched off by FIREDRILL_PACKAGES";
  for (const file of ["/usr/bin/apt-get", "/usr/bin/dpkg-deb", keyring])
    if (!existsSync(file)) return `packages: no ${file} here, so Debian's can't be fetched`;
  return (await mirror()) === undefined ? "packages: apt knows no Debian mirror here" : undefined;
}

/**
 * Fetches the packages of all these kits with one update and one download, from the mirror that the machine's own apt
 * uses. Needs no root and changes nothing of the machine's: apt works in a directory of ours, and verifies signatures.
 * In the order given: a kit each, or why not.
 */
export async function fetchPackages(
  kits: readonly WantedKit[],
  env: NodeJS.ProcessEnv,
  cache: Cache,
  fetching: Fetching,
): Promise<Looked[]> {
  const refused = await whyNoPackages(env);
  if (refused !== undefined) return kits.map(() => ({ reasons: [refused] }));
  try {
    return await cache.fetch((workshop) => fetchInto(workshop, kits, fetching));
  } catch (error) {
    const reason = `packages: ${error instanceof Error ? error.message.trim() : String(error)}`;
    return kits.map(() => ({ reasons: [reason] }));
  }
}

async function fetchInto(
  workshop: Workshop,
  kits: readonly WantedKit[],
  { tell, signal }: Fetching,
): Promise<Looked[]> {
  const names = kits.map(({ kit }) => kit.project).join(", ");
  const sh = await privateApt(workshop.directory, signal);
  tell(`${names}: reading the package index of ${source}`);
  await sh`apt-get update`;
  const offered = await offers(sh, kits);
  const fitting = kits.filter((_, i) => offered[i]?.unfit === undefined);
  const wanted = fitting.flatMap(({ kit }) => kit.packages);
  if (wanted.length > 0) {
    tell(`${fitting.map(({ kit }) => kit.project).join(", ")}: fetching ${source}'s packages`);
    await sh`apt-get download ${wanted}`;
  }
  return Promise.all(
    kits.map(async ({ kit }, i) => {
      const unfit = offered[i]?.unfit;
      return unfit === undefined ? unpack(sh, workshop, kit) : { reasons: [unfit] };
    }),
  );
}

type Sh = ReturnType<typeof $<{ env: NodeJS.ProcessEnv }>>;

/** A shell in `directory`, whose apt keeps state, cache, sources and settings there. */
async function privateApt(directory: string, signal: AbortSignal | undefined): Promise<Sh> {
  await Promise.all(
    ["state/lists/partial", "cache/archives/partial", "parts"].map((name) =>
      mkdir(path.join(directory, name), { recursive: true }),
    ),
  );
  const list = `deb [signed-by=${keyring}] ${await mirror()} ${debianSuite} main\n`;
  await writeFile(path.join(directory, "sources.list"), list);
  const settings = [
    `Dir::State "${directory}/state";`,
    `Dir::State::status "/var/lib/dpkg/status";`,
    `Dir::Cache "${directory}/cache";`,
    `Dir::Etc::main "${directory}/none";`,
    // An empty one: the machine's own holds hooks that clean the machine's own cache.
    `Dir::Etc::parts "${directory}/parts";`,
    `Dir::Etc::sourcelist "${directory}/sources.list";`,
    `Dir::Etc::sourceparts "${directory}/parts";`,
    `Dir::Etc::preferencesparts "${directory}/parts";`,
    `Acquire::Languages "none";`,
    // A mirror may lag behind the date that the index was meant for; its signature is verified all the same.
    `Acquire::Check-Valid-Until "false";`,
    `APT::Sandbox::User "root";`,
    ...(await networkSettings()),
  ];
  await writeFile(path.join(directory, "apt.conf"), `${settings.join("\n")}\n`);
  const { PATH, TMPDIR } = process.env;
  const env = { PATH, TMPDIR, LC_ALL: "C", APT_CONFIG: path.join(directory, "apt.conf") };
  return $({ quiet: true, cwd: directory, env, ...(signal ? { signal } : {}) });
}

/** The machine's proxies, certificates and clock tolerance for apt, without which its mirror may be out of reach. */
async function networkSettings(): Promise<string[]> {
  const dump = await $({ quiet: true })`apt-config dump Acquire`;
  return dump.stdout.split("\n").filter((line) => /^Acquire::(https?(::|\s)|Check-Date\s|Retries\s)/.test(line));
}

/** The address that the machine's own apt gets Debian from; its list of security updates lies elsewhere. */
async function mirror(): Promise<string | undefined> {
  // Without release info, since a fresh image has none yet.
  const format = ["--no-release-info", "--format", "$(REPO_URI) $(CREATED_BY)"];
  const listed = await $({ quiet: true, nothrow: true })`apt-get indextargets ${format}`;
  return /^(\S+\/debian\/?) Packages$/m.exec(listed.stdout)?.[1];
}

/** What the suite has of each kit's first package. */
async function offers(sh: Sh, kits: readonly WantedKit[]): Promise<{ readonly unfit?: string }[]> {
  const table = (await sh`apt-cache madison ${kits.map(({ kit }) => kit.packages[0] ?? "")}`).stdout;
  const rows = table.split("\n").map((row) => row.split("|").map((cell) => cell.trim()));
  return kits.map(({ kit, wanted }) => {
    const has = rows.find(([name]) => name === kit.packages[0])?.[1];
    if (has === undefined) return { unfit: `packages: ${kit.packages[0]} is not in ${source}` };
    const why = whyNot(/^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(has)?.[1] ?? has, wanted);
    return why === undefined ? {} : { unfit: `packages: ${kit.packages[0]} ${has} of ${source} ${why}` };
  });
}

async function unpack(sh: Sh, workshop: Workshop, kit: Kit): Promise<Looked> {
  const folder = path.join(workshop.directory, kit.project);
  for (const name of kit.packages) await sh`dpkg-deb -x ${name}_*.deb ${folder}`;
  const paths = Object.fromEntries(kit.programs.map(({ name, packaged }) => [name, `usr/bin/${packaged ?? name}`]));
  const asked = await versionOf(path.join(folder, Object.values(paths)[0] ?? ""));
  if ("unfit" in asked) return { reasons: [`packages: ${asked.unfit}`] };
  const label = { version: asked.version, source, paths, ...(kit.sharedFolder ? { share: "usr/share" } : {}) };
  const found: FoundKit = await workshop.shelve(kit, folder, label);
  return { kit: found, reasons: [] };
}
