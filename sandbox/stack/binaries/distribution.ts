import { readdir, realpath } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { isExecutable } from "../process/child.ts";
import type { Kit } from "./catalogue.ts";
import type { Looked, Wanted } from "./program.ts";
import type { Wrapped } from "./shared-folder.ts";
import { whyNot } from "./version.ts";

/** A program that is a folder with libraries, and runs on Java. */
export interface Distribution {
  /** The variable that names its folder, where somebody has unpacked one. */
  readonly home: string;
  /** Where Maven has it, `GROUP:ARTIFACT`, as a zip. */
  readonly maven: string;
  /** The oldest Java that it runs on, where it does not bring its own. */
  readonly java: number;
}

/** The program inside of its folder. */
export function programIn(kit: Kit): string {
  return path.join("bin", kit.programs[0]?.name ?? kit.project);
}

/** Looks where its variable says. It is not started for that: Java takes a second to say a version. */
export async function lookAtHome(
  kit: Kit,
  { home }: Distribution,
  wanted: Wanted,
  env: NodeJS.ProcessEnv,
): Promise<Looked> {
  const folder = env[home];
  if (!folder) return { reasons: [`${home} is not set`] };
  const program = path.resolve(folder, programIn(kit));
  if (!isExecutable(program)) return { reasons: [`${home}: ${program} is not there, or can't be executed`] };
  const version = await versionIn(kit, path.resolve(folder));
  if (version === undefined) return { reasons: [`${home}: ${folder} does not say which version it is`] };
  const why = whyNot(version, wanted);
  if (why !== undefined) return { reasons: [`${home}: ${kit.project} ${version} ${why}`] };
  return { kit: { version, place: home, paths: { [kit.programs[0]?.name ?? ""]: program } }, reasons: [] };
}

/** By the name of its own library: `lib/elasticsearch-8.19.21.jar`. */
export async function versionIn({ project }: Kit, folder: string): Promise<string | undefined> {
  const names = await readdir(path.join(folder, "lib")).catch(() => []);
  return names.map((name) => new RegExp(`^${project}-(\\d+\\.\\d+\\.\\d+)\\.jar$`).exec(name)?.[1]).find(Boolean);
}

/** Its own Java, else the machine's, told by `ES_JAVA_HOME`. */
export async function withJava(program: string, { java }: Distribution, env: NodeJS.ProcessEnv): Promise<Wrapped> {
  const own = path.join(path.dirname(program), "..", "jdk", "bin", "java");
  if (isExecutable(own)) return { wrap: [] };
  const named = [env["ES_JAVA_HOME"], env["JAVA_HOME"]].flatMap((home) => (home ? path.join(home, "bin", "java") : []));
  const folders = (env["PATH"] ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const onPath = folders.map((folder) => path.join(folder, "java"));
  const found = [...named, ...onPath].find(isExecutable);
  if (found === undefined) return { unfit: `it needs Java ${java} or newer, and there is none` };
  const file = await realpath(found);
  const said = await execa(file, ["-version"], { all: true, reject: false, stdin: "ignore", timeout: 10_000 });
  const major = Number(/version "(\d+)/.exec(said.all ?? "")?.[1] ?? 0);
  if (major < java) return { unfit: `it needs Java ${java} or newer, and ${found} is ${major || "none"}` };
  return { wrap: ["env", `ES_JAVA_HOME=${path.dirname(path.dirname(file))}`] };
}
