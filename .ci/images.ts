import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { $ } from "zx";
import { finder } from "../sandbox/stack/binaries/finder.ts";
import { imageOf, isOptional, versions } from "../sandbox/stack/versions.ts";
import type { Pinned } from "../sandbox/stack/versions.ts";
import { ensureProgram } from "./apt.ts";

/**
 * Stand-ins for images, made of Debian packages, for machines whose engine reaches no registry. They behave as the
 * originals at the points that are used; their names say what they are, and their tags which version they hold.
 */
const prefix = "firedrill-standin";
const base = `${prefix}/debian:bookworm-slim`;

/** How each is asked what it holds. */
const programs: Record<Pinned, readonly string[]> = {
  prometheus: ["/bin/prometheus", "--version"],
  alertmanager: ["/bin/alertmanager", "--version"],
  "node-exporter": ["/bin/node_exporter", "--version"],
  postgres: ["postgres", "--version"],
  redis: ["redis-server", "--version"],
  // By its library's name: it takes a second to say.
  elasticsearch: ["find", "/usr/share/elasticsearch/lib", "-name", "elasticsearch-[0-9]*.jar"],
  node: ["/usr/local/bin/node", "--version"],
};

/** What to put into the environment: nothing where every original can be had, else the stand-ins' tags. */
export async function imageVariables(say: (line: string) => void): Promise<Readonly<Record<string, string>>> {
  const names = Object.keys(programs) as Pinned[];
  const had = await Promise.all(names.map((name) => canBeHad(imageOf(name, undefined, {}))));
  const wanted = names.filter((_, index) => !had[index]);
  if (wanted.length === 0) return {};
  say(`no registry has ${wanted.join(", ")} for this engine: using stand-ins`);
  await ensureBase(say);
  const tags = await Promise.all(wanted.map((name) => (isOptional(name) ? orNone(name, say) : standIn(name, say))));
  return Object.fromEntries(
    wanted.flatMap((name, index) => {
      const tag = tags[index];
      return tag === undefined ? [] : [[`FIREDRILL_IMAGE_${name.toUpperCase().replaceAll("-", "_")}`, tag]];
    }),
  );
}

/** One that nothing else depends on. */
async function orNone(name: Pinned, say: (line: string) => void): Promise<string | undefined> {
  return await standIn(name, say).catch((error: unknown) => {
    say(`${prefix}/${name}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
}

async function canBeHad(image: string): Promise<boolean> {
  if ((await $`docker image inspect ${image}`.quiet().nothrow()).ok) return true;
  return (await $`timeout 120 docker pull --quiet ${image}`.quiet().nothrow()).ok;
}

async function ensureBase(say: (line: string) => void): Promise<void> {
  if ((await $`docker image inspect ${base}`.quiet().nothrow()).ok) return;
  say(`${base}: building`);
  await ensureProgram("mmdebstrap", "mmdebstrap", say);
  await inTemporary(async (folder) => {
    // In two steps: an import from a pipe makes an image of nothing when the other end fails.
    await $`mmdebstrap --variant=apt bookworm ${folder}/base.tar`.quiet();
    await $`docker import ${folder}/base.tar ${base}`.quiet();
  });
}

/** The tag of an image built from this very recipe; built now where there is none. */
async function standIn(name: Pinned, say: (line: string) => void): Promise<string> {
  const folder = path.join(import.meta.dirname, "images", name);
  const recipe = await recipeOf(name, folder);
  const label = `${prefix}.recipe=${recipe}`;
  const known = await $`docker images --filter label=${label} --format ${"{{.Repository}}:{{.Tag}}"}`.quiet();
  const tagged = known.lines().find((line) => line.startsWith(`${prefix}/${name}:`) && !line.endsWith(":<none>"));
  if (tagged) return tagged;
  say(`${prefix}/${name}: building`);
  const id = await build(name, folder, label);
  const [program = "", ...args] = programs[name];
  const printed = await $`docker run --rm --network none --entrypoint ${program} ${id} ${args} 2>&1`.quiet();
  const version = /\bv?(\d+\.\d+(?:\.\d+)?)/.exec(printed.stdout)?.[1];
  if (version === undefined) throw new Error(`${prefix}/${name}: no version in what ${program} printed: ${printed}`);
  const tag = `${prefix}/${name}:${version}`;
  await $`docker tag ${id} ${tag}`.quiet();
  say(`${tag}: built`);
  return tag;
}

async function recipeOf(name: Pinned, folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await readdir(folder)).toSorted()) hash.update(await readFile(path.join(folder, file)));
  if (name === "node") hash.update(process.version);
  if (name === "elasticsearch") hash.update(versions.elasticsearch.version);
  return hash.digest("hex").slice(0, 16);
}

function build(name: Pinned, folder: string, label: string): Promise<string> {
  return inTemporary(async (context) => {
    await $`cp -R ${folder}/. ${context}/`;
    if (name === "node") await $`cp ${process.execPath} ${context}/node`;
    if (name === "elasticsearch") await $`cp -R ${await elasticsearchHome()} ${context}/home`;
    const built = await $`DOCKER_BUILDKIT=0 docker build --quiet --label ${label} ${context}`.quiet();
    return built.stdout.trim();
  });
}

/** Where the finder has it, or has it fetched by Maven. */
async function elasticsearchHome(): Promise<string> {
  const { path: program } = await finder(process.env).find({ binary: "elasticsearch" });
  return path.dirname(path.dirname(program));
}

async function inTemporary<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "firedrill-image-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
