import closeWithGrace from "close-with-grace";
import { writeSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Stands for a third party's API that BailBondPro depends on. `GET /health` → 200 `{status: "ok"}`, and nothing else.
 * By its environment: `EXTERNAL_API_HOST` (127.0.0.1), `EXTERNAL_API_PORT` (8080; 0 takes a free one).
 */
const { EXTERNAL_API_HOST = "127.0.0.1", EXTERNAL_API_PORT = "8080" } = process.env;

const server = http.createServer((request, response) => {
  const known = request.method === "GET" && request.url === "/health";
  response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify({ status: known ? "ok" : "not found" }));
});
closeWithGrace({ delay: 2000 }, async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
server.listen(Number(EXTERNAL_API_PORT), EXTERNAL_API_HOST, () => {
  const { address, port } = server.address() as AddressInfo;
  writeSync(1, `${JSON.stringify({ level: "info", message: "listening", url: `http://${address}:${port}` })}\n`);
});
