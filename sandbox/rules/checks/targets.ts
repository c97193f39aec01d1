import type { Path, YamlSource } from "../yaml-source.ts";
import type { Subject } from "./subject.ts";

/** `host:port` as it stands in a prometheus.yml. */
export interface Target {
  readonly address: string;
  readonly host: string;
  readonly port: string;
  readonly source: YamlSource;
  readonly path: Path;
  /** Who is asked: by a job, or as an Alertmanager. */
  readonly of: "job" | "alertmanager";
}

type Raw = Readonly<Record<string, unknown>>;

/** Every target that is written down. */
export function targetsIn({ prometheus }: Subject): Target[] {
  return prometheus.flatMap(({ source }) => {
    const root = source.value as Raw;
    const alerting = (root["alerting"] ?? {}) as Raw;
    return [
      ...below(source, root["scrape_configs"], ["scrape_configs"], "job"),
      ...below(source, alerting["alertmanagers"], ["alerting", "alertmanagers"], "alertmanager"),
    ];
  });
}

function below(source: YamlSource, owners: unknown, path: Path, of: Target["of"]): Target[] {
  return listed(owners).flatMap((owner, i) =>
    listed(owner["static_configs"]).flatMap((group, g) =>
      ((group["targets"] ?? []) as readonly string[]).map((address, t): Target => {
        const [, host = address, port = ""] = /^(?:\w+:\/\/)?(.*?)(?::(\d+))?(?:\/.*)?$/.exec(address) ?? [];
        return { address, host, port, source, path: [...path, i, "static_configs", g, "targets", t], of };
      }),
    ),
  );
}

/** Its form was found right before. */
function listed(value: unknown): readonly Raw[] {
  return (value ?? []) as readonly Raw[];
}
