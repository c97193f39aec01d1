/**
 * A server whose service time is known, in a process of its own: log-normal around so many milliseconds, the same ones
 * for the same seed. Started by a bench with `MEDIAN_MS SPREAD SEED`; says its port, and ends with whoever started it.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { seededRandom } from "../load/compare/random.ts";

const [medianMs = 20, spread = 0.1, seed = 1] = process.argv.slice(2).map(Number);
const random = seededRandom(seed);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const server = createServer((_, response) => {
  const answer = setTimeout.bind(undefined, () => response.end("ok"));
  answer(medianMs * Math.exp(spread * normal()));
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
