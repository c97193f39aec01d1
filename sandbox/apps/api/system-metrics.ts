import { statfs } from "node:fs/promises";
import type { Database } from "./database.ts";
import type { Metrics } from "./metrics.ts";

const mountPoint = "/";

/** What to call at a scrape: sets what is read at that instant. The disk is asked beside it, and shows in the next scrape. */
export function readSystem(metrics: Metrics, database: Database, memoryLimitBytes: number): () => void {
  const poolMax = database.pool.options.max;
  const readCpu = cpuReader();
  let asking = false;
  const readDisk = async () => {
    if (asking) return;
    asking = true;
    try {
      const { bsize, blocks, bfree } = await statfs(mountPoint);
      metrics.diskUsage.labels(mountPoint).set(bsize * (blocks - bfree));
    } catch {
      // A system that does not tell: the metric has no value.
    }
    asking = false;
  };
  void readDisk();

  return () => {
    const { pool } = database;
    metrics.poolActive.set(pool.totalCount - pool.idleCount);
    metrics.poolIdle.set(pool.idleCount);
    metrics.poolWaiting.set(pool.waitingCount);
    metrics.poolMax.set(poolMax);

    metrics.cpuUsage.set(readCpu());
    const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
    for (const [type, bytes] of Object.entries({ rss, heapTotal, heapUsed, external, arrayBuffers }))
      metrics.memoryUsage.labels(type).set(bytes);
    metrics.memoryPercent.set((100 * rss) / memoryLimitBytes);
    void readDisk();
  };
}

/** Percent of one core that this process took since it was last asked; two who scrape share the time between them. */
function cpuReader(): () => number {
  let last = { at: performance.now(), cpu: process.cpuUsage() };
  return () => {
    const now = { at: performance.now(), cpu: process.cpuUsage() };
    const micros = now.cpu.user + now.cpu.system - last.cpu.user - last.cpu.system;
    const elapsed = now.at - last.at;
    last = now;
    return elapsed > 0 ? micros / elapsed / 10 : 0;
  };
}
