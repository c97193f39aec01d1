import { once } from "node:events";
import type { AddressInfo } from "node:net";
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
  const listening = once(smtp.server, "listening");
  smtp.listen(options.smtpPort, options.host);
  const [url] = await Promise.all([http.listen({ host: options.host, port: options.port }), listening]);
  const { port } = smtp.server.address() as AddressInfo;
  return {
    url,
    smtp: { host: options.host, port },
    close: async () => {
      await Promise.all([http.close(), new Promise<void>((resolve) => smtp.close(resolve))]);
    },
  };
}
