import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import net from "node:net";
import type { AddressInfo } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { answers } from "./answers.ts";
import type { Behaviour } from "./answers.ts";

/**
 * A server whose behaviour is known, to measure load generators against: `KNOWN_BEHAVIOUR` is a `Behaviour` as JSON, or
 * `canned`: one and the same answer to whatever comes, as fast as can be. `/warm-up` is answered after 5 ms, and does not count; `/delay` tells by how much the
 * server itself came late, in milliseconds, p99. It ends with its standard input.
 */
const { KNOWN_BEHAVIOUR = "canned" } = process.env;

const canned = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\n{"status":"ok"}';

function http(behaviour: Behaviour): net.Server {
  const answer = answers(behaviour);
  // Through what the others go through, too: what is compiled while it is measured comes late.
  const warmUp = answers({ kind: "fixed", ms: 5 });
  let n = 0;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const aside: Readonly<Record<string, (response: ServerResponse) => void>> = {
    "/warm-up": (response) => warmUp(response, 0),
    "/delay": (response) => void response.end(String(Math.max(0, delay.percentile(99) / 1e6 - 1))),
  };
  return createServer((request, response) => {
    const special = aside[request.url ?? ""];
    const number = special ? 0 : ++n;
    request.resume().on("end", () => (special ? special(response) : answer(response, number)));
  });
}

function tcp(): net.Server {
  return net.createServer({ noDelay: true }, (socket) => {
    socket.on("data", () => socket.write(canned)).on("error", () => {});
  });
}

const server = KNOWN_BEHAVIOUR === "canned" ? tcp() : http(JSON.parse(KNOWN_BEHAVIOUR) as Behaviour);
process.stdin.resume().on("end", () => process.exit());
server.listen(0, "127.0.0.1", 4096, () => {
  const { address, port } = server.address() as AddressInfo;
  process.stdout.write(`http://${address}:${port}\n`);
});
