import path from "node:path";
import { execa } from "execa";
import { isExecutable } from "../process/child.ts";
import type { Cache, Workshop } from "./cache.ts";
import type { Kit } from "./catalogue.ts";
import { programIn, versionIn } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Fetching, Looked, Wanted } from "./program.ts";

/** Unpacks a zip with the files' modes; of a version, so that each machine does the same. */
const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1";

/** Whether it is there to be asked. */
export function mavenOn(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env["PATH"] ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, "mvn")).find(isExecutable);
}

/** Has Maven fetch a distribution, by the user's own settings; it checks the checksums. Never rejects. */
export async function fetchWithMaven(
  kit: Kit,
  distribution: Distribution,
  wanted: Wanted,
  env: NodeJS.ProcessEnv,
  cache: Cache,
  fetching: Fetching,
): Promise<Looked> {
  const maven = mavenOn(env);
  if (maven === undefined) return { reasons: ["Maven: no mvn on PATH"] };
  const version = wanted.exactly ?? wanted.pinned;
  try {
    return await cache.fetch((workshop) => fetchInto(workshop, maven, kit, distribution, version, env, fetching));
  } catch (error) {
    return { reasons: [`Maven: ${error instanceof Error ? error.message.trim() : String(error)}`] };
  }
}

async function fetchInto(
  workshop: Workshop,
  maven: string,
  kit: Kit,
  distribution: Distribution,
  version: string,
  env: NodeJS.ProcessEnv,
  { tell, signal }: Fetching,
): Promise<Looked> {
  const artifact = `${distribution.maven}:${version}:zip`;
  tell(`${kit.project} ${version}: Maven fetches ${artifact}, some hundred MB`);
  const target = path.join(workshop.directory, "unpacked");
  const ended = await execa(
    maven,
    [
      "--quiet",
      "--batch-mode",
      "--strict-checksums",
      `${plugin}:unpack`,
      `-Dartifact=${artifact}`,
      `-DoutputDirectory=${target}`,
      `-DmarkersDirectory=${workshop.directory}/markers`,
    ],
    {
      cwd: workshop.directory,
      env,
      extendEnv: false,
      all: true,
      reject: false,
      stdin: "ignore",
      timeout: 10 * 60_000,
      ...(signal ? { cancelSignal: signal } : {}),
    },
  );
  if (ended.exitCode !== 0) throw new Error(firstError(ended.all) ?? ended.shortMessage ?? "it was ended");
  const folder = `${kit.project}-${version}`;
  const found = await versionIn(kit, path.join(target, folder));
  if (found !== version) throw new Error(`${artifact} holds ${kit.project} ${found ?? "of no version"}`);
  const paths = { [kit.programs[0]?.name ?? ""]: path.join(folder, programIn(kit)) };
  const source = `Maven ${distribution.maven}`;
  return { kit: await workshop.shelve(kit, target, { version, source, paths }), reasons: [] };
}

function firstError(all: string | undefined): string | undefined {
  return /^\[ERROR\] (.*)$/m.exec(all ?? "")?.[1];
}
