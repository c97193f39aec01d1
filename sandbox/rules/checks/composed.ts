import type { Path, YamlSource } from "../yaml-source.ts";
import type { Subject } from "./subject.ts";

/** One service of a compose file, as far as checks ask for it. */
export interface Composed {
  readonly name: string;
  /** Without registry and tag: `prom/prometheus`. Empty where it is built. */
  readonly image: string;
  /** `latest`; a digest counts as one. Empty where none is named. */
  readonly tag: string;
  /** By which others reach it: its name, its container's, its aliases. */
  readonly hosts: readonly string[];
  readonly command: readonly string[];
  /** `HOST:CONTAINER`, as written. */
  readonly volumes: readonly string[];
  /** As in the short form, also where it is written in the long one. */
  readonly ports: readonly string[];
  /** It shares the host's network. */
  readonly onHost: boolean;
  readonly source: YamlSource;
  readonly path: Path;
}

type Raw = Readonly<Record<string, unknown>>;
const mapping = (value: unknown): Raw => (typeof value === "object" && value !== null ? (value as Raw) : {});
const texts = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

/** Services of all compose files, also of one that is not quite right. */
export function composedIn({ compose }: Pick<Subject, "compose">): Composed[] {
  return compose.flatMap((source) =>
    Object.entries(mapping(mapping(source.value)["services"])).map(([name, value]): Composed => {
      const service = mapping(value);
      const networks = Object.values(mapping(service["networks"])).flatMap((one) => texts(mapping(one)["aliases"]));
      return {
        name,
        ...imageOf(texts(service["image"])[0] ?? ""),
        hosts: [name, ...texts(service["container_name"]), ...texts(service["hostname"]), ...networks],
        command: texts(service["command"]),
        volumes: volumesOf(service["volumes"]),
        ports: (Array.isArray(service["ports"]) ? service["ports"] : []).map(portOf),
        onHost: service["network_mode"] === "host",
        source,
        path: ["services", name],
      };
    }),
  );
}

/** A registry may have a port, so that a tag is what follows the last `:` behind the last `/`. */
function imageOf(written: string): Pick<Composed, "image" | "tag"> {
  const [, path = "", tag = ""] = /^(.*?)(?:[:@]([^/]*))?$/.exec(written) ?? [];
  return { image: path.replace(/^(?:[\w-]+\.[\w.-]+|localhost)(?::\d+)?\//, ""), tag };
}

function portOf(value: unknown): string {
  if (typeof value === "string") return value;
  const { host_ip, published, target } = mapping(value);
  return [host_ip, published, target].filter((part) => typeof part === "string" || typeof part === "number").join(":");
}

function volumesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).map((one: unknown) => {
    if (typeof one === "string") return one;
    const { source, target } = mapping(one);
    return `${String(source)}:${String(target)}`;
  });
}

/** The ones that run Prometheus. */
export function prometheusIn(services: readonly Composed[]): Composed[] {
  return services.filter(({ name, image }) => image.endsWith("/prometheus") || name === "prometheus");
}
