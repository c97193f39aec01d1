import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { buildHttp } from "./http.ts";
import { buildSmtp } from "./smtp.ts";
import { Store } from "./store.ts";

/** An inbox that listens. Closing ends open connections. */
export interface Inbox {
  readonly url: string;
  readonly smtp: { readonly host: string; readonly port: number };
  close(): Promise<void>;
}

/** Port 0 takes a free one. `report` hears of trouble that no sender is told about. */
export async function openInbox(
  options: { readonly host: string; readonly port: number; readonly smtpPort: number },
  report: (error: Error) => void,
): Promise<Inbox> {
  const store = new Store();
  const http = buildHttp(store);
  const smtp = buildSmtp(store);
  // A client that hangs up in the middle of a session is no reason to end.
  smtp.on("error", report);
  const listening = Promise.all([once(http, "listening"), once(smtp.server, "listening")]);
  http.listen(options.port, options.host);
  smtp.listen(options.smtpPort, options.host);
  await listening;
  return {
    url: `http://${options.host}:${portOf(http)}`,
    smtp: { host: options.host, port: portOf(smtp.server) },
    close: async () => {
      const closed = once(http, "close");
      http.close();
      http.closeAllConnections();
      await Promise.all([closed, new Promise<void>((resolve) => smtp.close(resolve))]);
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
