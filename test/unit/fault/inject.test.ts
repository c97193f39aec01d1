import { expect, test } from "vitest";
import type { FaultSpec, Scene } from "../../../sandbox/fault/fault.ts";
import { faultOf } from "../../../sandbox/fault/faults.ts";

/** A scene that writes down what is done to it. */
function scene(answer: (method: string) => void = () => {}): { readonly scene: Scene; readonly done: string[] } {
  const done: string[] = [];
  const stack = {
    named: (name: string) => {
      const one = (how: string) => async () => {
        done.push(`${how} ${name}`);
        return { [Symbol.asyncDispose]: async () => void done.push(`undo ${how} ${name}`) };
      };
      return name === "redis" ? { kill: one("kill"), pause: one("pause"), cut: one("cut") } : undefined;
    },
    all: () => [{ service: { name: "redis" } }],
  } as unknown as Scene["stack"];
  return {
    done,
    scene: {
      stack,
      api: async (method, path, body) => {
        answer(method);
        done.push([method, path, ...(body === undefined ? [] : [JSON.stringify(body)])].join(" "));
      },
      load: {
        pace: (share) => {
          done.push(`pace ${share}`);
          return { [Symbol.dispose]: () => void done.push(`undo pace ${share}`) };
        },
        add: async (requests, perSecond) => {
          done.push(`add ${requests[0]?.method} ${requests[0]?.path} ${perSecond}`);
          return { [Symbol.asyncDispose]: async () => void done.push("undo add") };
        },
        surge: async (load) => {
          done.push(`surge ${load}`);
          return { [Symbol.asyncDispose]: async () => void done.push("undo surge") };
        },
      },
    },
  };
}

const each: readonly (readonly [FaultSpec, readonly string[]])[] = [
  [{ kind: "http-error", ratio: 0.2 }, ['PUT /faults/http-error {"ratio":0.2}', "DELETE /faults/http-error"]],
  [{ kind: "latency", ms: 9 }, ['PUT /faults/latency {"ms":9}', "DELETE /faults/latency"]],
  [{ kind: "memory", share: 0.9 }, ['PUT /faults/memory {"share":0.9}', "DELETE /faults/memory"]],
  [{ kind: "pool", share: 0.9 }, ['PUT /faults/pool {"share":0.9}', "DELETE /faults/pool"]],
  [{ kind: "slow-query", ms: 9 }, ['PUT /faults/slow-query {"ms":9}', "DELETE /faults/slow-query"]],
  [{ kind: "cpu-burn", share: 0.5 }, ['PUT /faults/cpu-burn {"share":0.5}', "DELETE /faults/cpu-burn"]],
  [{ kind: "traffic", share: 0.1 }, ["pace 0.1", "undo pace 0.1"]],
  [{ kind: "login-brute-force", perSecond: 20 }, ["add POST /api/auth/login 20", "undo add"]],
  [{ kind: "surge", load: "reports" }, ["surge reports", "undo surge"]],
  [{ kind: "down", service: "redis", how: "kill" }, ["kill redis", "undo kill redis"]],
  [{ kind: "down", service: "redis", how: "pause" }, ["pause redis", "undo pause redis"]],
  [{ kind: "down", service: "redis", how: "cut" }, ["cut redis", "undo cut redis"]],
];

test.each(each)("%j is put in force, and undone once", async (spec, expected) => {
  const { scene: on, done } = scene();
  const undo = await faultOf(spec).inject(on);
  expect(done).toEqual(expected.slice(0, 1));
  await undo[Symbol.asyncDispose]();
  expect(done).toEqual(expected);
});

test("a drill's own words about its fault are none of the API's business", async () => {
  const { scene: on, done } = scene();
  const fault = { kind: "memory", share: 0.9, lasts: "4m" } as FaultSpec;
  await faultOf(fault).inject(on);
  expect(done).toEqual(['PUT /faults/memory {"share":0.9}']);
});

test("a refusal names the fault, and what was asked", async () => {
  const refusing = (refused: string) =>
    scene((method) => {
      if (method === refused) throw new Error("it says no");
    }).scene;
  const pool = faultOf({ kind: "pool", share: 1 });
  await expect(pool.inject(refusing("PUT"))).rejects.toThrow("pool could not be put in force: it says no");
  const undo = await pool.inject(refusing("DELETE"));
  await expect(undo[Symbol.asyncDispose]()).rejects.toThrow("pool could not be lifted: it says no");
});

test("a service that does not run is named, with those that do", async () => {
  const down = faultOf({ kind: "down", service: "kafka", how: "kill" });
  await expect(down.inject(scene().scene)).rejects.toThrow("no service `kafka` runs here; there are redis");
});
