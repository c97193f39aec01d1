import { imageOf } from "../stack/versions.ts";
import type { Pinned } from "../stack/versions.ts";
import type { Launch, Service, Site } from "../stack/service.ts";

/** A service as a compose file runs it. */
export interface ComposeService {
  readonly service: Service;
  /** What it is and what is special here; stands above it. */
  readonly comment: string;
  /** Those of its ports that are published: on the machine's loopback, under the same number. */
  readonly publish: readonly string[];
  /** The limit of its memory, as compose writes it. */
  readonly memory: string;
  /** Files and folders of the repository that it reads, by where it finds them. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** The directory of the image that its data is kept in. */
  readonly data?: string;
  /** Whom it runs as, where its image would begin as root. */
  readonly user?: string;
  /** Directories that it may write to and that are kept in memory. */
  readonly scratch?: readonly string[];
  /** Asks whether it is ready by a command that its image has, where neither wget nor Node can. */
  readonly health?: readonly string[];
}

/** Its entry under `services`. */
export function composeService(one: ComposeService): Record<string, unknown> {
  const { service, publish, memory, mounts = {}, data, user, scratch = [], health } = one;
  const { args, env = {} } = launchOf(one);
  const configs = inlineFiles(one).map(([file]) => ({
    source: configName(service, file),
    target: pathOf(service, file),
  }));
  const entry = {
    ...imageOrBuild(service),
    ...(user && { user }),
    command: args.map(literal),
    environment: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, literal(value)])),
    depends_on: Object.fromEntries(service.needs.map(({ name }) => [name, { condition: "service_healthy" }])),
    ports: publish.map((port) => `127.0.0.1:${service.ports[port]}:${service.ports[port]}`),
    volumes: [
      ...Object.entries(mounts).map(([target, source]) => `./${source}:${target}:ro`),
      ...(data ? [`${service.name}-data:${data}`] : []),
    ],
    configs,
    tmpfs: scratch,
    healthcheck: {
      test: health ? ["CMD", ...health] : healthTest(service),
      interval: "2s",
      timeout: "2s",
      retries: 15,
      start_period: "10s",
    },
    mem_limit: memory,
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    // Compose writes inline configurations into the container, which must be able to take them.
    read_only: configs.length === 0,
  };
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => Object.keys(value).length > 0 || value === true),
  );
}

/** Its entries under `configs`: the files that are generated, not mounted. */
export function inlineConfigs(one: ComposeService): [string, { readonly content: string }][] {
  return inlineFiles(one).map(([file, content]) => [configName(one.service, file), { content: literal(content) }]);
}

/** Its files, but for those that are mounted where it looks for them. */
function inlineFiles(one: ComposeService): [string, string][] {
  const mounted = Object.keys(one.mounts ?? {});
  return Object.entries(launchOf(one).files ?? {}).filter(
    ([file]) => !mounted.some((target) => pathOf(one.service, file).startsWith(`${target}/`)),
  );
}

function launchOf({ service, data }: ComposeService): Launch {
  const site: Site = {
    listen: (port) => `0.0.0.0:${service.ports[port]}`,
    peer: (peer, port) => `${peer.name}:${peer.ports[port]}`,
    path: (name) => pathOf(service, name),
    data: () => data ?? "/tmp",
  };
  return service.launch(site);
}

function pathOf(service: Service, file: string): string {
  return `/etc/${service.name}/${file}`;
}

function configName(service: Service, file: string): string {
  return `${service.name}-${file.replaceAll("/", "-")}`;
}

/** The pinned image; one of our own apps is built, on the runtime that it needs. */
function imageOrBuild({ name, program }: Service): Record<string, unknown> {
  if ("binary" in program) return { image: imageOf(name as Pinned, program.version, {}) };
  const args = { NODE_IMAGE: imageOf("node", undefined, {}), APP: program.app };
  return { image: `firedrill-${name}:local`, build: { context: ".", dockerfile: "sandbox/apps/Dockerfile", args } };
}

/** Ready as the runtimes ask it, with what each image has: Node in our own, wget in those that are built on busybox. */
function healthTest({ ready, ports, program }: Service): string[] {
  if ("command" in ready) return ["CMD", ...ready.command];
  const port = ports[ready.port];
  if (!("http" in ready)) return ["CMD", "nc", "-z", "127.0.0.1", String(port)];
  const url = `http://127.0.0.1:${port}${ready.http}`;
  if ("binary" in program) return ["CMD", "wget", "-q", "-O", "/dev/null", url];
  return [
    "CMD",
    "node",
    "-e",
    `fetch("${url}").then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`,
  ];
}

/** Compose replaces `$NAME`; what is written here is meant as it stands. */
function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}
