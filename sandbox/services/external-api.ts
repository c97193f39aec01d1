import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";
import { splitAddress } from "./address.ts";

/** Stands for a third party's API that BailBondPro depends on; nothing is asked of it but its health. */
export function externalApi(): Service<"http"> {
  return {
    name: "external-api",
    image: imageOf("node"),
    program: { app: "external-api" },
    ports: { http: 8080 },
    needs: [],
    ready: { http: "/health", port: "http" },
    launch: (site) => {
      const { host, port } = splitAddress(site.listen("http"));
      return { args: [], env: { NODE_ENV: "production", EXTERNAL_API_HOST: host, EXTERNAL_API_PORT: port } };
    },
  };
}
