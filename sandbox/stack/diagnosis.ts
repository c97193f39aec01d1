import { survey } from "./binaries/survey.ts";
import type { Outlook } from "./binaries/survey.ts";
import { compareVersions } from "./binaries/version.ts";
import { isHere } from "./container/images.ts";
import { sweepDeadContainers } from "./container/sweep.ts";
import { detectEngine } from "./engine.ts";
import type { DetectedEngine } from "./engine.ts";
import { sweepDeadRuns } from "./process/run-directory.ts";
import type { Runtime } from "./service.ts";
import { imageOf, isOptional, versions } from "./versions.ts";
import type { Pinned } from "./versions.ts";

/** What this machine has, and what would be used; plain data. */
export interface Diagnosis {
  /** Whether a drill could run, on either runtime. */
  readonly ok: boolean;
  /** The runtime that `--runtime auto` would take, as far as that can be told without pulling an image. */
  readonly runtime: Runtime["kind"];
  readonly why: string;
  readonly node: { readonly version: string; readonly minimum: string; readonly ok: boolean };
  readonly engine: EngineState;
  readonly programs: readonly Outlook[];
  /** Directories, containers and networks of dead runs, which are gone now. */
  readonly swept: readonly string[];
}

type EngineState =
  | { readonly version: string; readonly uri: string; readonly images: readonly ImageState[] }
  | { readonly missing: string };

interface ImageState {
  readonly image: string;
  readonly here: boolean;
  /** Needed only where somebody asks for it. */
  readonly optional: boolean;
}

/** Looks: fetches, pulls and starts nothing. Takes away what dead runs left, as every command does. */
export async function diagnose(env: NodeJS.ProcessEnv): Promise<Diagnosis> {
  const detected = await detectEngine({ env });
  const [programs, engine, deadRuns, deadContainers] = await Promise.all([
    survey(env),
    engineState(detected, env),
    sweepDeadRuns(),
    "docker" in detected ? sweepDeadContainers(detected.docker) : [],
  ]);
  const { minimum } = versions.node;
  const { node } = process.versions;
  const fits = compareVersions(node, minimum) >= 0;
  const processes = programs.every(({ from, optional }) => optional || from !== undefined);
  const lacking = "images" in engine ? engine.images.filter(({ here, optional }) => !here && !optional) : [];
  const containers = "images" in engine && lacking.length === 0;
  const choice = chosen(engine, lacking);
  return {
    ok: fits && (processes || containers),
    ...choice,
    node: { version: node, minimum, ok: fits },
    engine,
    programs,
    swept: [...deadRuns, ...deadContainers],
  };
}

async function engineState(engine: DetectedEngine, env: NodeJS.ProcessEnv): Promise<EngineState> {
  if ("missing" in engine) return engine;
  const images = await Promise.all(
    (Object.keys(versions) as Pinned[]).map(async (name) => {
      const image = imageOf(name, undefined, env);
      return { image, here: await isHere(engine.docker, image), optional: isOptional(name) };
    }),
  );
  return { version: engine.version, uri: engine.uri, images };
}

function chosen(engine: EngineState, lacking: readonly ImageState[]): Pick<Diagnosis, "runtime" | "why"> {
  if ("missing" in engine) return { runtime: "process", why: engine.missing };
  const answers = `docker ${engine.version} answers at ${engine.uri}`;
  if (lacking.length === 0) return { runtime: "container", why: `${answers} and has the images` };
  const names = lacking.map(({ image }) => image).join(", ");
  return { runtime: "container", why: `${answers}; if it can't pull ${names}, processes are taken` };
}

/** For people, a line for each thing; what was passed over below it. */
export function diagnosisText(found: Diagnosis): string {
  const { node, engine } = found;
  const lines = [
    mark(node.ok, `node ${node.version} (${node.minimum} or newer is needed)`),
    ...found.programs.flatMap((program, i) => programLines(program, found.programs[i + 1])),
    "missing" in engine ? mark(undefined, engine.missing) : mark(true, `docker ${engine.version} at ${engine.uri}`),
    ...("images" in engine
      ? engine.images.map(({ image, here }) => mark(here || undefined, here ? image : `${image}: would be pulled`))
      : []),
    ...(found.swept.length > 0 ? ["", `taken away, as their run is dead: ${found.swept.join(", ")}`] : []),
    "",
    `auto would take the ${found.runtime} runtime: ${found.why}`,
    found.ok ? "Drills can run: npm run drill" : whatToDo,
  ];
  return lines.join("\n");
}

const whatToDo =
  "Drills can't run. Put the missing programs on PATH, or let this machine reach the releases " +
  "(or a mirror of them, named in FIREDRILL_RELEASES), or start a container engine.";

/** What is found together has one history: it stands below the last of them. */
function programLines(
  { program, version, path, from, optional, reasons }: Outlook,
  next: Outlook | undefined,
): string[] {
  const is = version === undefined ? (from ?? "nowhere to be had") : `${version} from ${from} (${path})`;
  const why = next?.reasons === reasons ? [] : reasons;
  const needed = optional && from === undefined ? undefined : from !== undefined;
  return [
    mark(needed, `${program}${optional ? " (only for --with logs)" : ""}: ${is}`),
    ...why.map((reason) => `      ${reason}`),
  ];
}

/** Undefined: neither good nor bad. */
function mark(ok: boolean | undefined, line: string): string {
  return `${ok === undefined ? "  - " : ok ? " ok " : "no  "} ${line}`;
}
