import { realpath } from "node:fs/promises";
import path from "node:path";
import { isExecutable } from "../process/child.ts";
import type { Kit } from "./catalogue.ts";
import type { Looked, Wanted } from "./program.ts";
import { versionOf, whyNot } from "./version.ts";

interface Candidate {
  readonly file: string;
  readonly version: string;
}

/** The first on PATH that will do, with the kit's other programs in the same version. */
export async function lookOnPath(kit: Kit, wanted: Wanted, searchPath: string): Promise<Looked> {
  const [server, ...tools] = await Promise.all(
    kit.programs.map(({ name, packaged }) => candidates([name, ...(packaged ? [packaged] : [])], searchPath)),
  );
  if (!server || server.files.length + server.reasons.length === 0)
    return { reasons: [`PATH: no ${kit.programs[0]?.name}`] };
  const reasons = [...server.reasons];
  for (const candidate of server.files) {
    const is = `PATH: ${kit.project} ${candidate.version} (${candidate.file})`;
    const why = whyNot(candidate.version, wanted);
    if (why !== undefined) {
      reasons.push(`${is} ${why}`);
      continue;
    }
    const found = tools.map((tool) => tool.files.find((file) => file.version === candidate.version));
    const lacking = found.findIndex((file) => file === undefined);
    if (lacking >= 0) {
      reasons.push(`${is} comes without a ${kit.programs[lacking + 1]?.name} ${candidate.version}`);
      continue;
    }
    const files = [candidate, ...found].map((file) => file?.file ?? "");
    const paths = Object.fromEntries(kit.programs.map(({ name }, i) => [name, files[i] ?? ""]));
    return { kit: { version: candidate.version, place: "PATH", paths }, reasons };
  }
  return { reasons };
}

/** Each file once, however many folders of PATH lead to it. */
async function candidates(
  names: readonly string[],
  searchPath: string,
): Promise<{ readonly files: readonly Candidate[]; readonly reasons: readonly string[] }> {
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const all = folders.flatMap((folder) => names.map((name) => path.join(folder, name))).filter(isExecutable);
  const byTarget = new Map<string, string>();
  for (const file of all) {
    const target = await realpath(file);
    if (!byTarget.has(target)) byTarget.set(target, file);
  }
  const asked = await Promise.all([...byTarget.values()].map(async (file) => ({ file, ...(await versionOf(file)) })));
  return {
    files: asked.flatMap((one) => ("version" in one ? [{ file: one.file, version: one.version }] : [])),
    reasons: asked.flatMap((one) => ("unfit" in one ? [`PATH: ${one.unfit}`] : [])),
  };
}
