import { isOptional, versions } from "../versions.ts";
import { cacheOf } from "./cache.ts";
import { catalogue } from "./catalogue.ts";
import { wantedKit } from "./finder.ts";
import type { Pins } from "./finder.ts";
import { allowedSuite } from "./packages.ts";
import { archiveUrl, releasesOf, whyUnreachable } from "./release.ts";
import { mavenOn } from "./maven.ts";
import { lookHere } from "./resolve.ts";

/** What would happen if a drill were started now. */
export interface Outlook {
  /** "prometheus", "promtool". */
  readonly program: string;
  /** The one that would be used, if it is here. */
  readonly version?: string;
  readonly path?: string;
  /** Where it is, or where it would be fetched from; undefined where it is nowhere to be had. */
  readonly from?: string;
  /** Needed only where somebody asks for it. */
  readonly optional?: true;
  /** What was passed over, and what was not found; a sentence each. */
  readonly reasons: readonly string[];
}

/** Looks for every program that the project can start; fetches nothing. */
export async function survey(env: NodeJS.ProcessEnv, pins: Pins = versions): Promise<readonly Outlook[]> {
  const cache = cacheOf(env);
  const outlooks = await Promise.all(
    catalogue.map(async (kit): Promise<Outlook[]> => {
      const server = kit.programs[0]?.name ?? kit.project;
      const one = wantedKit({ binary: server }, pins);
      if (!one) return [];
      const { found, reasons } = await lookHere(one, env, cache);
      const optional = isOptional(kit.project) ? ({ optional: true } as const) : {};
      if (found)
        return kit.programs.map(({ name }) => ({
          program: name,
          version: found.version,
          path: found.paths[name] ?? "",
          from: found.place,
          ...optional,
          reasons,
        }));
      const url = archiveUrl(kit, one.wanted.pinned, releasesOf(env));
      const unreachable = url && (await whyUnreachable(url));
      const suite = kit.packages.length > 0 ? await allowedSuite(env, kit) : undefined;
      const sources = [
        ...(url && unreachable === undefined ? [url.href] : []),
        ...(suite && "name" in suite ? [`the packages of ${suite.name}`] : []),
        ...(kit.distribution && mavenOn(env) ? [`${kit.distribution.maven}:${one.wanted.pinned} with Maven`] : []),
      ];
      const whyNot = unreachable === undefined ? [] : [`release ${one.wanted.pinned}: ${unreachable}`];
      const noMaven = kit.distribution && !mavenOn(env) ? ["Maven: no mvn on PATH"] : [];
      const all = [...reasons, ...whyNot, ...noMaven, ...(suite && "unfit" in suite ? [suite.unfit] : [])];
      const from = sources.length > 0 ? { from: `would be fetched: ${sources.join(", else ")}` } : {};
      return kit.programs.map(({ name }) => ({ program: name, ...from, ...optional, reasons: all }));
    }),
  );
  return outlooks.flat();
}
