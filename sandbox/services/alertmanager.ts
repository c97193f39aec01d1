import { imageOf } from "../stack/versions.ts";
import type { Launch, Service, Site } from "../stack/service.ts";
import { runAlertmanagerConfig } from "./run-alertmanager-config.ts";
import type { YamlMap } from "./yaml-value.ts";

/** What of production runs, how fast, and where every notification goes instead. */
export interface AlertmanagerRun {
  /** Production's alertmanager.yml, as parsed. */
  readonly config: YamlMap;
  readonly factor: number;
  readonly inbox: Service<"http" | "smtp">;
  /** The user's notification templates, contents by file name. */
  readonly templates?: Readonly<Record<string, string>>;
}

export interface AlertmanagerOptions {
  readonly version?: string;
  readonly run: AlertmanagerRun;
}

const configFile = "alertmanager.yml";

/** Groups, inhibits, silences and sends notifications, here to the inbox alone. */
export function alertmanager({ version, run }: AlertmanagerOptions): Service<"http"> {
  return {
    name: "alertmanager",
    image: imageOf("alertmanager", version),
    program: { binary: "alertmanager", ...(version ? { version } : {}) },
    ports: { http: 9093 },
    needs: [],
    ready: { http: "/-/ready", port: "http" },
    launch: (site) => ({
      args: [
        `--config.file=${site.path(configFile)}`,
        `--storage.path=${site.data("alertmanager")}`,
        `--web.listen-address=${site.listen("http")}`,
        "--cluster.listen-address=", // no gossip: there is only one
        "--log.level=warn",
      ],
      files: filesOf(run, site),
    }),
  };
}

/** What production has that does not run here, a sentence each. */
export function alertmanagerNotes({ config, factor }: AlertmanagerRun): readonly string[] {
  return runAlertmanagerConfig(config, { factor, inbox: { http: "inbox", smtp: "inbox" }, templates: [] }).notes;
}

function filesOf({ config, factor, inbox, templates = {} }: AlertmanagerRun, site: Site<"http">) {
  const { text } = runAlertmanagerConfig(config, {
    factor,
    inbox: { http: site.peer(inbox, "http"), smtp: site.peer(inbox, "smtp") },
    templates: Object.keys(templates).map((name) => site.path(name)),
  });
  return { ...templates, [configFile]: text } satisfies Launch["files"];
}
