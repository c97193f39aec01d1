import type Dockerode from "dockerode";
import { ImageName } from "testcontainers";
import { FiredrillError } from "../../errors.ts";
import { until } from "../../wait.ts";
import type { Progress } from "../service.ts";
import { isStatus } from "./remove.ts";

/** How long the engine may go without a word: until it has reached the registry, and then between two of its reports. */
const registryWithinMs = 5000;
const silentForMs = 60_000;
const pullWithinMs = 15 * 60_000;

/**
 * Finds or pulls all of them, side by side. Rejects with one `image-missing`, whose first line names every one that is
 * neither; a line for each with the reason follows, and what to do.
 */
export async function ensureImages(docker: Dockerode, images: readonly string[], progress: Progress): Promise<void> {
  const outcomes = await Promise.all(
    [...new Set(images)].map(async (image) => {
      if (await isHere(docker, image)) return undefined;
      return pull(docker, image, progress).then(
        () => undefined,
        (error: unknown) => ({ image, why: reasonOf(error) }),
      );
    }),
  );
  const missing = outcomes.filter((outcome) => outcome !== undefined);
  if (missing.length === 0) return;
  const lines = missing.map(({ image, why }) => `  ${image}: ${why}`);
  throw new FiredrillError(
    "image-missing",
    `the engine neither has nor can pull ${missing.map(({ image }) => image).join(", ")}\n${lines.join("\n")}\n` +
      `Try \`docker pull ${missing[0]?.image}\`; or name an image that is here in FIREDRILL_IMAGE_<NAME> ` +
      `(FIREDRILL_IMAGE_PROMETHEUS, …); or run without containers: --runtime process`,
  );
}

/** TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX is honoured, since what starts the containers does so. */
export async function isHere(docker: Dockerode, image: string): Promise<boolean> {
  try {
    await docker.getImage(ImageName.fromString(image).string).inspect();
    return true;
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

/** The engine's own words, without what the client puts around them. */
function reasonOf(error: unknown): string {
  const said = (error as { readonly json?: { readonly message?: string } } | undefined)?.json?.message;
  return said ?? (error instanceof Error ? error.message : String(error));
}

/** One report of the engine about one layer. */
interface Report {
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

async function pull(docker: Dockerode, image: string, progress: Progress): Promise<void> {
  progress(`${image}: pulling`);
  const giveUp = new AbortController();
  let heardAt = performance.now();
  let allowedMs = registryWithinMs;
  const tell = sumOfLayers(image, progress);
  let outcome: { readonly error: unknown } | "pulled" | undefined;
  const pulling = async (): Promise<void> => {
    const { string: fromImage } = ImageName.fromString(image);
    const stream = await docker.createImage({ fromImage, abortSignal: giveUp.signal });
    await new Promise<void>((resolve, reject) => {
      const report = (event: Report): void => {
        heardAt = performance.now();
        allowedMs = silentForMs;
        tell(event);
      };
      docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()), report);
    });
  };
  pulling().then(
    () => (outcome = "pulled"),
    (error: unknown) => (outcome = { error }),
  );
  try {
    await until(
      async () => {
        if (outcome === "pulled") return { seen: true };
        if (outcome) throw outcome.error;
        const silent = performance.now() - heardAt;
        if (silent > allowedMs) throw new Error(`the registry was silent for ${Math.round(silent / 1000)} s`);
        return { missing: "it is being pulled" };
      },
      { what: `${image} to be pulled`, withinMs: pullWithinMs, everyMs: 50 },
    );
    progress(`${image}: pulled`);
  } finally {
    giveUp.abort();
  }
}

/** "prom/prometheus:v3.16.0: 34 of 120 MB", each time that another tenth is there. */
function sumOfLayers(image: string, progress: Progress): (report: Report) => void {
  const layers = new Map<string, { readonly current: number; readonly total: number }>();
  let told = 0;
  return ({ status, id, progressDetail }) => {
    const total = progressDetail?.total;
    if (status !== "Downloading" || id === undefined || total === undefined) return;
    layers.set(id, { current: progressDetail?.current ?? 0, total });
    const sum = (of: "current" | "total") => [...layers.values()].reduce((all, layer) => all + layer[of], 0);
    const tenths = Math.floor((10 * sum("current")) / sum("total"));
    if (tenths <= told) return;
    told = tenths;
    progress(`${image}: ${(sum("current") / 1e6).toFixed(0)} of ${(sum("total") / 1e6).toFixed(0)} MB`);
  };
}
