import { FiredrillError } from "../../errors.ts";
import { versions } from "../versions.ts";
import type { Pin } from "../versions.ts";
import { cacheOf } from "./cache.ts";
import { kitOf, programOf } from "./catalogue.ts";
import type { Kit } from "./catalogue.ts";
import { foreignProgram } from "./foreign.ts";
import type { WantedKit } from "./packages.ts";
import type { Fetching, Found } from "./program.ts";
import { releasesOf } from "./release.ts";
import { resolveAll } from "./resolve.ts";
import type { Resolved } from "./resolve.ts";

/** A third party's program; `version` only where one was asked for by name. */
export interface Program {
  readonly binary: string;
  readonly version?: string;
}

/** Finds programs on PATH, then in the cache; fetches the project's release, else the distribution's packages. */
export interface Finder {
  /** All of them, side by side; rejects with `program-missing`, naming all that are nowhere to be had, or `interrupted`. */
  prepare(programs: readonly Program[], fetching: Fetching): Promise<void>;
  /** One of them; fetched now, and silently, if it was not prepared. */
  find(program: Program): Promise<Found>;
}

export type Pins = Readonly<Record<Kit["project"], Pick<Pin, "version" | "minimum">>>;

export function finder(env: NodeJS.ProcessEnv, pins: Pins = versions): Finder {
  const known = new Map<string, Promise<Resolved>>();
  const cache = cacheOf(env);

  const resolve = (programs: readonly Program[], fetching: Fetching): readonly Promise<Resolved>[] => {
    const wanted = new Map(
      programs.flatMap((program) => {
        const one = wantedKit(program, pins);
        return one ? [[keyOf(one), one] as const] : [];
      }),
    );
    const unknown = [...wanted].filter(([key]) => !known.has(key));
    const all = resolveAll(
      unknown.map(([, one]) => one),
      env,
      cache,
      fetching,
    );
    unknown.forEach(([key], i) =>
      known.set(
        key,
        all.then((resolved) => resolved[i] as Resolved),
      ),
    );
    return [...wanted.keys()].map((key) => known.get(key) as Promise<Resolved>);
  };

  return {
    async prepare(programs, fetching) {
      const resolved = await Promise.all(resolve(programs, fetching));
      if (fetching.signal?.aborted) throw interruption(fetching.signal.reason);
      const foreign = programs.filter(({ binary }) => !kitOf(binary));
      const missing = foreign.filter((program) => !foreignProgram(program, env)).map(foreignMissing);
      for (const one of resolved) if (!one.found) missing.push(kitMissing(one, env));
      if (missing.length > 0) throw new FiredrillError("program-missing", missing.join("\n"));
    },
    async find(program) {
      const [resolving] = resolve([program], { tell: () => {} });
      const resolved = await resolving;
      if (!resolved) {
        const found = foreignProgram(program, env);
        if (!found) throw new FiredrillError("program-missing", foreignMissing(program));
        return found;
      }
      const { kit, found } = resolved;
      if (!found) throw new FiredrillError("program-missing", kitMissing(resolved, env));
      const { name, server } = programOf(kit, program.binary);
      const path = found.paths[name] as string;
      return {
        path,
        version: found.version,
        origin: `${name} ${found.version} from ${found.place} (${path})`,
        wrap: server ? found.wrap : [],
        owner: found.owner,
      };
    },
  };
}

function interruption(reason: unknown): FiredrillError {
  if (reason instanceof FiredrillError) return reason;
  return new FiredrillError("interrupted", "interrupted while looking for programs", { cause: reason });
}

/** The kit that a program belongs to and the versions that will do; undefined for one that the catalogue lacks. */
export function wantedKit(program: Program, pins: Pins): WantedKit | undefined {
  const kit = kitOf(program.binary);
  if (!kit) return undefined;
  const pin = pins[kit.project];
  const exactly = program.version?.replace(/^v/, "");
  return { kit, wanted: { pinned: pin.version, minimum: pin.minimum, ...(exactly === undefined ? {} : { exactly }) } };
}

/** What was tried, and what to do. */
function kitMissing({ kit, wanted, reasons }: Resolved, env: NodeJS.ProcessEnv): string {
  const names = kit.programs.map(({ name }) => name).join(" and ");
  const version = wanted.exactly ?? `${wanted.minimum} or newer`;
  const advice = [
    kit.distribution
      ? `unpack ${names} ${version} and name its folder in ${kit.distribution.home}, or install Maven and Java`
      : `put ${names} ${version} on PATH`,
    ...(kit.npm ? [`run npm ci on a platform that ${kit.npm} supports, without leaving out optional packages`] : []),
    ...(kit.repository
      ? [`let this machine reach ${releasesOf(env)}, or name a mirror of it in FIREDRILL_RELEASES`]
      : []),
  ].join("; or ");
  return [
    `${names} ${version}: nowhere to be had`,
    ...reasons.map((reason) => `  ${reason}`),
    `  What to do: ${advice}.`,
  ].join("\n");
}

function foreignMissing({ binary }: Program): string {
  return `${binary}: not on PATH, and firedrill knows no place to fetch it from. What to do: install it.`;
}

function keyOf({ kit, wanted }: WantedKit): string {
  return `${kit.project} ${wanted.exactly ?? ""}`;
}
