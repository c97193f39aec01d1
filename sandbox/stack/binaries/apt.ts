import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { $ } from "zx";
import { debianSuite } from "./catalogue.ts";
import type { Kit } from "./catalogue.ts";

/** Where packages come from, as apt's own list of sources has it. */
export interface Suite {
  /** For people: "Debian forky", "Debian bookworm". */
  readonly name: string;
  readonly list: string;
}

export type Sh = ReturnType<typeof $<{ env: NodeJS.ProcessEnv }>>;

const keyrings: Readonly<Record<string, string>> = {
  debian: "/usr/share/keyrings/debian-archive-keyring.gpg",
  ubuntu: "/usr/share/keyrings/ubuntu-archive-keyring.gpg",
};

/** The suite that a kit's packages are taken from, at the mirror that the machine's own apt uses; or why there is none. */
export async function suiteOf(kit: Pick<Kit, "ownSuite">): Promise<Suite | { readonly unfit: string }> {
  for (const file of ["/usr/bin/apt-get", "/usr/bin/dpkg-deb"])
    if (!existsSync(file)) return { unfit: `no ${file} here, so the distribution's can't be fetched` };
  return kit.ownSuite ? ownSuite() : newerSuite();
}

async function newerSuite(): Promise<Suite | { readonly unfit: string }> {
  const keyring = keyrings["debian"] as string;
  if (!existsSync(keyring)) return { unfit: `no ${keyring} here, so Debian's can't be fetched` };
  // The list of security updates lies elsewhere.
  const mirror = (await sources()).find(({ uri }) => /\/debian\/?$/.test(uri));
  if (!mirror) return { unfit: "apt knows no Debian mirror here" };
  return {
    name: `Debian ${debianSuite}`,
    list: `deb [signed-by=${keyring}] ${mirror.uri} ${debianSuite} main\n`,
  };
}

/** With its security updates, and without what other projects offer beside it. */
async function ownSuite(): Promise<Suite | { readonly unfit: string }> {
  const own = (await sources()).flatMap((source) => {
    const distribution = /\/(debian|ubuntu)(?:-\w+)?\/?$/.exec(source.uri)?.[1] ?? "";
    const keyring = keyrings[distribution];
    return keyring !== undefined && existsSync(keyring) ? [{ ...source, distribution, keyring }] : [];
  });
  const [first] = own;
  if (!first) return { unfit: "apt knows no mirror of this machine's own suite" };
  const lines = own.map((one) => `deb [signed-by=${one.keyring}] ${one.uri} ${one.suite} ${one.component}\n`);
  const distribution = first.distribution.replace(/^./, (letter) => letter.toUpperCase());
  return { name: `${distribution} ${first.suite}`, list: [...new Set(lines)].join("") };
}

interface Source {
  readonly uri: string;
  readonly suite: string;
  readonly component: string;
}

async function sources(): Promise<readonly Source[]> {
  // Without release info, since a fresh image has none yet.
  const format = ["--no-release-info", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT) $(CREATED_BY)"];
  const listed = await $({ quiet: true, nothrow: true })`apt-get indextargets ${format}`;
  return listed.stdout.split("\n").flatMap((line) => {
    const [uri = "", suite = "", component = "", kind] = line.split(" ");
    return kind === "Packages" ? [{ uri, suite, component }] : [];
  });
}

/** A shell in `directory`, whose apt keeps state, cache, sources and settings there, and verifies signatures. */
export async function privateApt(directory: string, list: string, signal: AbortSignal | undefined): Promise<Sh> {
  await Promise.all(
    ["state/lists/partial", "cache/archives/partial", "parts"].map((name) =>
      mkdir(path.join(directory, name), { recursive: true }),
    ),
  );
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
