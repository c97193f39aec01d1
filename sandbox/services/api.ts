import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";
import { splitAddress } from "./address.ts";

export interface ApiOptions {
  /** Opens the control port, over which faults are put in force, to those who have it. Without it there is none. */
  readonly controlToken?: string;
  /** winston's level; `info` writes a line per request. Default `info`. */
  readonly logLevel?: string;
}

/** The routes that a fault can be put on, as they stand in the label `route`. */
export const apiRoutes: readonly string[] = ["/api/bonds", "/api/bonds/:id", "/api/clients"];

/** BailBondPro's API, the sample service under load. */
export function api({ controlToken, logLevel = "info" }: ApiOptions = {}): Service<"http" | "control"> {
  return {
    name: "api",
    image: imageOf("node"),
    program: { app: "api" },
    ports: { http: 3000, control: 3900 },
    needs: [],
    ready: { http: "/health/live", port: "http" },
    launch: (site) => {
      const http = splitAddress(site.listen("http"));
      const control = splitAddress(site.listen("control"));
      return {
        args: [],
        env: {
          NODE_ENV: "production",
          APP_VERSION: "sandbox",
          LOG_LEVEL: logLevel,
          API_HOST: http.host,
          API_PORT: http.port,
          ...(controlToken ? { API_CONTROL_PORT: control.port, API_CONTROL_TOKEN: controlToken } : {}),
        },
      };
    },
  };
}
