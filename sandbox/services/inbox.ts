import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";
import { splitAddress } from "./address.ts";

/** Catches every notification, whatever its kind, and keeps it to be read. */
export function inbox(): Service<"http" | "smtp"> {
  return {
    name: "inbox",
    image: imageOf("node"),
    program: { app: "inbox" },
    ports: { http: 8026, smtp: 1025 },
    needs: [],
    ready: { http: "/health/live", port: "http" },
    launch: (site) => {
      const http = splitAddress(site.listen("http"));
      return {
        args: [],
        env: {
          NODE_ENV: "production",
          INBOX_HOST: http.host,
          INBOX_PORT: http.port,
          INBOX_SMTP_PORT: splitAddress(site.listen("smtp")).port,
        },
      };
    },
  };
}
