import { evenLoad } from "../read/loads.ts";
import { startLoad } from "../../../load/driver.ts";
import type { Load } from "../../../load/driver.ts";
import { FiredrillError } from "../../errors.ts";
import { faultOf } from "../../fault/faults.ts";
import type { FaultSpec, Scene } from "../../fault/fault.ts";
import { prometheusReader } from "../../observe/prometheus.ts";
import { whyNoLog } from "../../observe/log-arrival.ts";
import { whyNoTrace } from "../../observe/traces.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import { versionsOf } from "../../observe/versions.ts";
import { throughout } from "../../wait.ts";
import { links } from "../../services/links.ts";
import type { TraceBackendName } from "../../services/trace-backend.ts";
import { disposeAll } from "../../stack/dispose.ts";
import type { Runtime } from "../../stack/service.ts";
import type { Drill } from "../drill.ts";
import type { JournalEvent } from "../journal.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { loadControl } from "./load-control.ts";
import { startRecording } from "./recorder.ts";
import type { World } from "../run.ts";
import { castOf, stage } from "./staging.ts";
import { Surges } from "./surges.ts";
import type { Cast, Staged } from "./staging.ts";
import { untilScraped } from "./steady.ts";
import { watcher } from "./watcher.ts";

/** One row of what runs where. */
export interface Row {
  readonly service: string;
  /** The page to open, on loopback; of what speaks no HTTP, its address alone. */
  readonly link: string;
  /** Whether the link is a page. */
  readonly page: boolean;
  readonly version: string;
  /** How it was found: "prometheus 3.5.3 from PATH". */
  readonly origin: string;
}

/** The whole stack under load, for a person to explore. Disposing takes it down. */
export interface Session extends AsyncDisposable {
  readonly factor: number;
  readonly rows: readonly Row[];
  /** What does not work: targets that are not up, links that do not answer. Empty: everything does. */
  verify(): Promise<readonly string[]>;
  /** Puts a fault in force, in place of the one before; rejects where it can't, and the one before is in force again. */
  break(fault: FaultSpec): Promise<void>;
  /** Undoes the fault that is in force; false where there is none. */
  mend(): Promise<boolean>;
  /** Tells of alerts and notifications as they come, until interrupted. */
  watch(signal: AbortSignal): Promise<void>;
}

/** A drill of nothing, that goes on for ever: every rule is watched. */
const exploring: Drill = {
  name: "sandbox",
  title: "Explore",
  load: "steady",
  expect: { others: "none" },
};

/** What a person wants beside what drills have. */
export interface Beside {
  /** The API's log is in an Elasticsearch as well. */
  readonly logs?: boolean;
  /** Its requests are traced, by this backend. */
  readonly traces?: TraceBackendName | undefined;
}

export async function openSession(world: World, beside: Beside = {}): Promise<Session> {
  const { runtime, fixtures, versions = {}, signal } = world;
  const plan = makePlan(exploring, fixtures, world.factor, runtime.kind);
  const cast = castOf({ fixtures, factor: plan.factor, rules: plan.rules, versions, ...beside });
  const profile = evenLoad(fixtures.loads, exploring.load);
  if (!profile) {
    const there = [...fixtures.loads.keys()].join(", ");
    throw new FiredrillError(
      "usage",
      `exploring takes a load profile named \`${exploring.load}\` with a \`rate\`; load/ has ${there || "none"}`,
    );
  }
  const staged = await stage(cast, runtime, exploring.name, signal);
  const begun: AsyncDisposable[] = [staged.stack];
  try {
    const target = staged.stack.get(cast.api).url("http");
    const options = signal ? { signal } : {};
    const load = await startLoad(profile, target, options);
    begun.unshift(load);
    const prometheus = prometheusReader(staged.stack.get(cast.prometheus).url("http"), signal);
    await untilScraped(plan, prometheus, signal);
    const surges = new Surges(fixtures.loads, target);
    begun.unshift(surges);
    const scene = { ...staged.scene, load: loadControl(load, surges, target, options) };
    return session({
      cast,
      staged,
      scene,
      load,
      surges,
      prometheus,
      plan,
      rows: await rowsOf(staged),
      listen: world.listen,
      runtime: runtime.kind,
    });
  } catch (error) {
    await disposeAll(begun);
    throw error;
  }
}

interface Opened {
  readonly cast: Cast;
  readonly staged: Staged;
  readonly scene: Scene;
  readonly load: Load;
  readonly surges: Surges;
  readonly prometheus: PrometheusReader;
  readonly plan: Plan;
  readonly rows: readonly Row[];
  readonly listen: ((event: JournalEvent) => void) | undefined;
  readonly runtime: Runtime["kind"];
}

function session({ cast, staged, scene, load, surges, prometheus, plan, rows, listen, runtime }: Opened): Session {
  let inForce: AsyncDisposable | undefined;
  let before: FaultSpec | undefined;
  const mend = async (): Promise<boolean> => {
    const fault = inForce;
    inForce = undefined;
    await fault?.[Symbol.asyncDispose]();
    return fault !== undefined;
  };
  return {
    factor: plan.factor,
    rows,
    verify: async () => {
      const targets = await prometheus.targets();
      const down = targets.filter((target) => target.health !== "up");
      const search = cast.elasticsearch && staged.stack.get(cast.elasticsearch).url("http");
      const { traces } = cast;
      const untraced =
        traces &&
        whyNoTrace(
          staged.stack.get(cast.api).url("http"),
          traces,
          staged.stack.get(traces.service).url("http"),
          20_000,
        );
      const silent = await Promise.all([...rows.map(complaint), search && whyNoLog(search, 20_000), untraced]);
      return [
        ...(targets.length === 0 ? ["prometheus has no targets"] : []),
        ...down.map(({ labels, health, lastError }) =>
          `${labels["job"]} ${labels["instance"]} is ${health} ${lastError}`.trim(),
        ),
        ...silent.flatMap((one) => one ?? []),
      ];
    },
    break: async (fault) => {
      const refusal = faultOf(fault).refusal(runtime);
      if (refusal !== undefined) throw new FiredrillError("usage", refusal);
      const last = (await mend()) ? before : undefined;
      try {
        inForce = await faultOf(fault).inject(scene);
        before = fault;
      } catch (error) {
        if (!last) throw error;
        inForce = await faultOf(last).inject(scene);
        const said = error instanceof Error ? error.message : String(error);
        throw new FiredrillError("fault-failed", `${said}; ${last.kind} is in force again`, { cause: error });
      }
    },
    mend,
    watch: async (signal) => {
      const recorder = startRecording(exploring, plan.factor, plan.timing, listen);
      const watching = watcher({ prometheus, inbox: staged.stack.get(cast.inbox).url("http"), recorder });
      const look = async (): Promise<{ seen: true }> => {
        // A person may have broken what is looked at.
        await watching.look().catch(() => {});
        return { seen: true };
      };
      await throughout(look, { what: "the session", withinMs: Infinity, everyMs: 200, signal }).catch(
        (error: unknown) => {
          if (!signal.aborted) throw error;
        },
      );
    },
    [Symbol.asyncDispose]: async () => {
      await surges[Symbol.asyncDispose]();
      await load[Symbol.asyncDispose]();
      await staged.stack[Symbol.asyncDispose]();
    },
  };
}

async function complaint({ service, link, page }: Row): Promise<string | undefined> {
  if (!page) return undefined;
  const said = await answer(link);
  return said === "ok" ? undefined : `${service}: ${link} ${said}`;
}

async function answer(link: string): Promise<string> {
  return await fetch(link, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => (response.ok ? "ok" : `answers ${response.status}`),
    (error: unknown) => `does not answer: ${String(error)}`,
  );
}

async function rowsOf({ stack }: Staged): Promise<Row[]> {
  const versions = await versionsOf(stack);
  return await Promise.all(
    stack.all().map(async ({ service: { name, ports }, origin, url }) => {
      const version = versions[name] ?? "";
      if (!("http" in ports)) {
        const addresses = Object.keys(ports).map((port) => url(port).host);
        return { service: name, link: addresses.join(" "), page: false, version, origin };
      }
      const pages = (links[name] ?? ["/"]).map((path) => new URL(path, url("http")).href);
      const said = await Promise.all(pages.map(answer));
      const link = pages[Math.max(0, said.indexOf("ok"))] ?? "";
      return { service: name, link, page: true, version, origin };
    }),
  );
}
