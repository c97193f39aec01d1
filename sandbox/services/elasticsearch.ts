import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";
import { splitAddress } from "./address.ts";

/** Enough for the log of a small service, and little enough to run beside it. */
const java = "-Xms256m -Xmx256m -XX:TieredStopAtLevel=1";

/** One node, open to whoever reaches its port; it forgets all when it is stopped for good. */
export function elasticsearch(): Service<"http"> {
  return {
    name: "elasticsearch",
    image: imageOf("elasticsearch"),
    program: { binary: "elasticsearch" },
    ports: { http: 9200 },
    needs: [],
    ready: { http: "/_cluster/health?wait_for_status=yellow&timeout=1s", port: "http" },
    // Java on a busy machine.
    readyWithinMs: 120_000,
    // Nothing that it holds is missed, and to end tidily takes it longer than others are given.
    stopSignal: "SIGKILL",
    launch: (site) => {
      const { host, port } = splitAddress(site.listen("http"));
      const asProcess = host === "127.0.0.1";
      const settings = {
        "discovery.type": "single-node",
        "xpack.security.enabled": "false",
        "http.host": host,
        "http.port": port,
        // Nodes have nobody to talk to, and take any port for that.
        "transport.host": "127.0.0.1",
        "transport.port": "0",
        "path.data": site.data("elasticsearch"),
        "path.logs": site.data("elasticsearch-logs"),
        // A disk that is nearly full must not stop it from taking what a drill writes.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
      };
      const args = Object.entries(settings).flatMap(([name, value]) => ["-E", `${name}=${value}`]);
      // An image has its own configuration, and wants to hear the command's name; a folder may be shared with others.
      if (!asProcess) return { args: ["elasticsearch", ...args], env: { ES_JAVA_OPTS: java } };
      return {
        args,
        env: { ES_PATH_CONF: site.path("config"), CLI_JAVA_OPTS: "-XX:+UseSerialGC -XX:TieredStopAtLevel=1" },
        files: ownFiles,
      };
    },
  };
}

const ownFiles: Readonly<Record<string, string>> = {
  "config/elasticsearch.yml": "",
  // Without this directory of its own, it takes the system's for one that it may read all of, and refuses to start below it.
  "config/jvm.options": `${java.replaceAll(" ", "\n")}\n-XX:+UseSerialGC\n-Djava.io.tmpdir=\${ES_TMPDIR}\n`,
  "config/log4j2.properties": `appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%p][%c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`,
};
