import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";
import { splitAddress } from "./address.ts";

/** Our own small tracing backend, where there is no other: the newest traces, found by their id. */
export function traces(): Service<"http"> {
  return {
    name: "traces",
    image: imageOf("node"),
    program: { app: "traces" },
    ports: { http: 4318 },
    needs: [],
    ready: { http: "/health", port: "http" },
    launch: (site) => {
      const { host, port } = splitAddress(site.listen("http"));
      return { args: [], env: { NODE_ENV: "production", TRACES_HOST: host, TRACES_PORT: port } };
    },
  };
}
