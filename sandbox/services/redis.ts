import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";
import { splitAddress } from "./address.ts";

/** A cache that keeps nothing on disk: empty after a restart. */
export function redis(): Service<"tcp"> {
  return {
    name: "redis",
    image: imageOf("redis"),
    program: { binary: "redis-server" },
    ports: { tcp: 6379 },
    needs: [],
    ready: { says: "PING\r\n", hears: "+PONG", port: "tcp" },
    launch: (site) => {
      const { host, port } = splitAddress(site.listen("tcp"));
      const options: Readonly<Record<string, string>> = {
        bind: host,
        port,
        dir: site.data("redis"),
        save: "",
        appendonly: "no",
        // Without a password it would answer its own machine only, which in a container is nobody.
        "protected-mode": "no",
      };
      return { args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]) };
    },
  };
}
