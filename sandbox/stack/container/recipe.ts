import type Dockerode from "dockerode";
import { bundleApp, bundlesOf } from "../bundle.ts";
import type { OwnProgram, Service, Site } from "../service.ts";

/** All that a container of a service is made from, besides its connections. */
export interface Recipe {
  /** Undefined: the image's own. */
  readonly entrypoint?: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A target that ends with a slash is a directory. */
  readonly contents: readonly { readonly target: string; readonly content: string; readonly mode: number }[];
}

const filesDirectory = "/etc/firedrill";
const dataDirectory = "/var/lib/firedrill";
const appDirectory = "/opt/firedrill";
const app = `${appDirectory}/app.mjs`;
/** Tells a second start that the preparation was done. In a directory of its own, since the image may name any user. */
const prepared = "/var/lib/firedrill/.prepared";

/** What a file is called inside. */
export const pathInside = (name: string): string => `${filesDirectory}/${name}`;

/** Files in the form in which they are copied in: readable by whatever user the image runs as. */
export function contentsOf(files: Readonly<Record<string, string>>): Recipe["contents"] {
  return Object.entries(files).map(([name, content]) => ({ target: pathInside(name), content, mode: 0o644 }));
}

/** Asks the service for its launch, as a container that its peers reach by its name. */
export async function recipeOf<P extends string>(docker: Dockerode, service: Service<P>): Promise<Recipe> {
  const data = new Set<string>();
  const site: Site<P> = {
    listen: (port) => `0.0.0.0:${service.ports[port]}`,
    peer: (peer, port) => `${peer.name}:${peer.ports[port]}`,
    path: pathInside,
    data: (name) => {
      data.add(`${dataDirectory}/${name}/`);
      return `${dataDirectory}/${name}`;
    },
  };
  const { args, env = {}, files = {}, prepare } = service.launch(site);
  const directories = [...data, ...(prepare ? [`${prepared}/`] : [])];
  const contents = [
    ...directories.map((target) => ({ target, content: "", mode: 0o1777 })),
    ...contentsOf(files),
    ...("app" in service.program ? await contentsOfApp(service.program) : []),
  ];
  const own = "app" in service.program ? ["node", app] : undefined;
  if (!prepare) return { ...(own ? { entrypoint: own } : {}), command: args, env, contents };
  const entrypoint = own ?? (await entrypointOf(docker, service.image));
  const script = `[ -e ${prepared}/done ] || { ${prepare.map(quote).join(" ")} && : > ${prepared}/done; } || exit; exec "$@"`;
  return { entrypoint: ["/bin/sh", "-c", script, service.name], command: [...entrypoint, ...args], env, contents };
}

async function contentsOfApp(program: OwnProgram): Promise<Recipe["contents"]> {
  const files = bundlesOf(program).map(async (one) => ({
    target: one === program.app ? app : `${appDirectory}/${one}.mjs`,
    content: await bundleApp(one),
    mode: 0o644,
  }));
  return await Promise.all(files);
}

async function entrypointOf(docker: Dockerode, image: string): Promise<readonly string[]> {
  const { Config } = await docker.getImage(image).inspect();
  return [Config.Entrypoint ?? []].flat();
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
