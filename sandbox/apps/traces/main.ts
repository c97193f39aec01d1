import closeWithGrace from "close-with-grace";
import { writeSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { buildHttp } from "./http.ts";
import { Store } from "./store.ts";

/**
 * Keeps the newest traces in memory and finds them by their id. By its environment: `TRACES_HOST` (127.0.0.1), `TRACES_PORT`
 * (4318; 0 takes a free one).
 */
const { TRACES_HOST = "127.0.0.1", TRACES_PORT = "4318" } = process.env;

const server = buildHttp(new Store());
closeWithGrace({ delay: 2000 }, async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
server.listen(Number(TRACES_PORT), TRACES_HOST, () => {
  const { address, port } = server.address() as AddressInfo;
  writeSync(1, `${JSON.stringify({ level: "info", message: "listening", url: `http://${address}:${port}` })}\n`);
});
