import type { Progress } from "../service.ts";
import type { Cache } from "./cache.ts";
import type { Kit } from "./catalogue.ts";
import { lookAtHome, withJava } from "./distribution.ts";
import { librariesFirst } from "./libraries.ts";
import { fetchWithMaven } from "./maven.ts";
import { fetchPackages } from "./packages.ts";
import type { WantedKit } from "./packages.ts";
import { lookInPackage } from "./npm.ts";
import { lookOnPath } from "./path.ts";
import type { Fetching, FoundKit, Looked } from "./program.ts";
import { fetchRelease, releasesOf } from "./release.ts";
import { withSharedFolder } from "./shared-folder.ts";
import type { Wrapped } from "./shared-folder.ts";
import { withoutRoot } from "./unprivileged.ts";

/** What a kit came to: ready to be started, or not to be had; and what was passed over on the way. */
export interface Resolved extends WantedKit {
  readonly kit: WantedKit["kit"];
  readonly found?: FoundKit & { readonly wrap: readonly string[]; readonly owner?: number | undefined };
  readonly reasons: readonly string[];
}

/** What is here already: among our dependencies, on PATH, in the cache. Without `tell` it is only looked at, not made ready to start. */
export async function lookHere(
  one: WantedKit,
  env: NodeJS.ProcessEnv,
  cache: Cache,
  tell?: Progress,
): Promise<Resolved> {
  const { kit, wanted } = one;
  const use = (looked: Looked, before: readonly string[]) => usable(one, looked, before, env, tell);
  if (kit.distribution) {
    const home = await lookAtHome(kit, kit.distribution, wanted, env);
    return home.kit ? use(home, []) : use(await cache.look(kit, wanted), home.reasons);
  }
  const packaged = await lookInPackage(kit, wanted);
  if (packaged.kit) return use(packaged, []);
  const onPath = await lookOnPath(kit, wanted, env["PATH"] ?? "");
  const before = [...packaged.reasons, ...onPath.reasons];
  if (onPath.kit) return use(onPath, packaged.reasons);
  return use(await cache.look(kit, wanted), before);
}

/** Fetches what is not here: releases side by side, then all that is still missing from the distribution, in one go. */
export async function resolveAll(
  wanted: readonly WantedKit[],
  env: NodeJS.ProcessEnv,
  cache: Cache,
  fetching: Fetching,
): Promise<readonly Resolved[]> {
  const here = await Promise.all(wanted.map((one) => lookHere(one, env, cache, fetching.tell)));
  const released = await Promise.all(
    here.map(async (one) => {
      if (one.found) return one;
      const { kit, wanted: fitting } = one;
      const fetched = kit.distribution
        ? await fetchWithMaven(kit, kit.distribution, fitting, env, cache, fetching)
        : await fetchRelease(kit, fitting, releasesOf(env), cache, fetching);
      return usable(one, fetched, one.reasons, env, fetching.tell);
    }),
  );
  const missing = released.filter((one) => !one.found && one.kit.packages.length > 0);
  if (missing.length === 0) return released;
  const packaged = await fetchPackages(missing, env, cache, fetching);
  return Promise.all(
    released.map(async (one) => {
      const fetched = packaged[missing.indexOf(one)];
      return fetched ? await usable(one, fetched, one.reasons, env, fetching.tell) : one;
    }),
  );
}

async function usable(
  { kit, wanted }: WantedKit,
  looked: Looked,
  before: readonly string[],
  env: NodeJS.ProcessEnv,
  tell: Progress | undefined,
): Promise<Resolved> {
  const reasons = [...new Set([...before, ...looked.reasons])];
  if (!looked.kit) return { kit, wanted, reasons };
  const wrapped = await wrapOf(kit, looked.kit, env, tell);
  if ("wrap" in wrapped) return { kit, wanted, found: { ...looked.kit, ...wrapped }, reasons };
  const is = `${kit.project} ${looked.kit.version} of ${looked.kit.place}`;
  return { kit, wanted, reasons: [...new Set([...reasons, `${is} can't be started: ${wrapped.unfit}`])] };
}

async function wrapOf(kit: Kit, found: FoundKit, env: NodeJS.ProcessEnv, tell: Progress | undefined): Promise<Wrapped> {
  const user = kit.refusesRoot ? await withoutRoot() : undefined;
  if (kit.distribution && !(user && "unfit" in user)) {
    const java = await withJava(found.paths[kit.programs[0]?.name ?? ""] ?? "", kit.distribution, env);
    return "unfit" in java ? java : { ...user, wrap: [...(user?.wrap ?? []), ...java.wrap] };
  }
  if (user) return user;
  if (kit.sharedFolder && found.share !== undefined) return withSharedFolder(kit.sharedFolder, found.share, tell);
  return { wrap: found.libraries === undefined ? [] : librariesFirst(found.libraries) };
}
