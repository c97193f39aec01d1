/**
 * Every third-party version, in one place: the newest release that was looked up, and the oldest that is accepted
 * where a machine has one already. Images carry the same version; `FIREDRILL_IMAGE_<NAME>` replaces one.
 */
export interface Pin {
  readonly version: string;
  /** Older ones on PATH are passed over by name, unless asked for with `--prometheus` or `--alertmanager`. */
  readonly minimum: string;
  /** The image without its tag, and the tag's form. */
  readonly image: (version: string) => string;
  /** Run only where somebody asks for it: a machine without it lacks nothing. */
  readonly optional?: true;
}

export const versions = {
  prometheus: { version: "3.16.0", minimum: "3.0.0", image: (version) => `prom/prometheus:v${version}` },
  alertmanager: { version: "0.34.2", minimum: "0.27.0", image: (version) => `prom/alertmanager:v${version}` },
  "node-exporter": { version: "1.12.1", minimum: "1.5.0", image: (version) => `prom/node-exporter:v${version}` },
  postgres: { version: "18.6", minimum: "18.0", image: (version) => `postgres:${version}` },
  grafana: { version: "13.2.3", minimum: "12.0.0", image: (version) => `grafana/grafana:${version}`, optional: true },
  redis: { version: "8.10.2", minimum: "6.0.0", image: (version) => `redis:${version}` },
  elasticsearch: {
    version: "8.19.21",
    minimum: "8.14.0",
    image: (version) => `elasticsearch:${version}`,
    optional: true,
  },
  /** What our own apps run on in a container. */
  node: { version: "20.20.2", minimum: "20.19.0", image: (version) => `node:${version}-bookworm-slim` },
} satisfies Record<string, Pin>;

export function isOptional(name: Pinned): boolean {
  const pin: Pin = versions[name];
  return pin.optional === true;
}

export type Pinned = keyof typeof versions;

/** The image of a pinned service: replaced by the environment, else by the version asked for, else the pinned one. */
export function imageOf(name: Pinned, version?: string, env: NodeJS.ProcessEnv = process.env): string {
  const replaced = env[`FIREDRILL_IMAGE_${name.toUpperCase().replaceAll("-", "_")}`];
  return replaced ?? versions[name].image(version ?? versions[name].version);
}
