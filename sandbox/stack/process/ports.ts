import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { randomInt } from "node:crypto";
import { FiredrillError } from "../../errors.ts";

/** Loopback ports that no other Firedrill command takes, as long as this lives. */
export interface Ports extends AsyncDisposable {
  take(): Promise<number>;
}

/**
 * Random, and below the range from which the kernel serves outgoing connections. A TCP port can't be held for a
 * program that is to listen on it, so the UDP port of the same number is: a lock that dies with its owner.
 */
export function ports(): Ports {
  const locks: Socket[] = [];
  return {
    async take() {
      for (let tried = 0; tried < 200; tried++) {
        const port = randomInt(lowest, highest());
        const lock = await lockOf(port);
        if (!lock) continue;
        if (await isFree(port)) {
          locks.push(lock);
          return port;
        }
        lock.close();
      }
      throw new FiredrillError("platform", `no free port on 127.0.0.1 between ${lowest} and ${highest()} in 200 tries`);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(locks.splice(0).map((lock) => new Promise<void>((closed) => lock.close(closed))));
    },
  };
}

const lowest = 10_000;

function highest(): number {
  const first = process.platform === "linux" ? firstEphemeral() : Number.POSITIVE_INFINITY;
  return Math.min(32_000, Math.max(first, lowest + 1000));
}

function firstEphemeral(): number {
  return Number(readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").split(/\s/)[0]);
}

async function lockOf(port: number): Promise<Socket | undefined> {
  const socket = createSocket("udp4");
  try {
    socket.bind({ port, address: "127.0.0.1", exclusive: true });
    await once(socket, "listening");
    return socket.unref();
  } catch {
    socket.close();
    return undefined;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: "127.0.0.1", exclusive: true });
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    if (server.listening) await new Promise((closed) => server.close(closed));
  }
}
