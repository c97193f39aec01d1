import closeWithGrace from "close-with-grace";
import fastify from "fastify";
import { writeSync } from "node:fs";

/**
 * Stands for a third party's API that BailBondPro depends on. `GET /health` → 200 `{status: "ok"}`, and nothing else.
 * By its environment: `EXTERNAL_API_HOST` (127.0.0.1), `EXTERNAL_API_PORT` (8080; 0 takes a free one).
 */
const { EXTERNAL_API_HOST = "127.0.0.1", EXTERNAL_API_PORT = "8080" } = process.env;

const app = fastify({ logger: false, forceCloseConnections: true });
app.get("/health", () => ({ status: "ok" }));
closeWithGrace({ delay: 2000 }, () => app.close());

const url = await app.listen({ host: EXTERNAL_API_HOST, port: Number(EXTERNAL_API_PORT) });
writeSync(1, `${JSON.stringify({ level: "info", message: "listening", url })}\n`);
