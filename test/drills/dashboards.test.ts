import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { panelName } from "../../sandbox/dashboards/fault-panels.ts";
import type { FaultPanels } from "../../sandbox/dashboards/fault-panels.ts";
import { badIn, missedOf, unexpectedOf } from "../../sandbox/dashboards/seen-panels.ts";
import type { Seen, SeenPanel } from "../../sandbox/dashboards/seen-panels.ts";
import { grafanaUnits } from "../../sandbox/dashboards/units.ts";
import { openSession } from "../../sandbox/drill/play/session.ts";
import type { Session } from "../../sandbox/drill/play/session.ts";
import { readFixtures } from "../../sandbox/drill/read/fixtures.ts";
import { FiredrillError } from "../../sandbox/errors.ts";
import { parseFault } from "../../sandbox/fault/parse.ts";
import { prometheusReader } from "../../sandbox/observe/prometheus.ts";
import type { PrometheusReader } from "../../sandbox/observe/prometheus.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import type { Runtime } from "../../sandbox/stack/service.ts";
import { until } from "../../sandbox/wait.ts";
import { projectDashboards, projectFaultTable } from "../helpers/dashboards.ts";
import { prepareFor } from "../helpers/drills.ts";
import { projectFixtures } from "../helpers/fixtures.ts";
import { lackingOf, livePanels, look, valuesOf } from "../helpers/live-panels.ts";
import type { LivePanel } from "../helpers/live-panels.ts";
import { testPlace } from "../helpers/runtimes.ts";

const table = projectFaultTable();
const dashboards = projectDashboards();
/** Nothing is to be seen in these while all is well. */
const empty = new Set(["alerts/Alerts", "alerts/Alerts that fired", "alerts/Alerts that pended"]);

/** About as often as rules are evaluated; whatever is waited for comes in a few seconds. */
const patience = { withinMs: 60_000, everyMs: 150 };

const names = dashboards.flatMap((dashboard) => dashboard.panels.map((panel) => panelName(dashboard, panel)));
const showsSeries = ({ values }: SeenPanel): boolean => values.every(({ size }) => size > 0);

interface Broken {
  readonly missed: readonly string[];
  readonly unexpected: readonly string[];
}

describe("dashboards, asked of a Prometheus of a sandbox under load", () => {
  let runtime: Runtime | undefined;
  let session: Session | undefined;
  let prometheus: PrometheusReader;
  let panels: readonly LivePanel[];
  let well: Seen;
  let variables: readonly { readonly query: string; readonly values: readonly string[] }[];
  const broken = new Map<string, Broken>();

  beforeAll(async () => {
    runtime = await processRuntime();
    await prepareFor(runtime);
    const fixtures = await readFixtures(projectFixtures);
    session = await openSession({ runtime, why: "a test", fixtures, factor: "auto" });
    panels = livePanels(dashboards, fixtures, session.factor);
    const { link = "" } = session.rows.find(({ service }) => service === "prometheus") ?? {};
    prometheus = prometheusReader(new URL(link));
    well = await untilWell();
    variables = await Promise.all(dashboards.flatMap((one) => one.variables).map((one) => valuesOf(one, prometheus)));
    for (const one of table.faults) broken.set(one.fault, await breakWith(one));
  }, 1_200_000);
  afterAll(async () => {
    await session?.[Symbol.asyncDispose]();
    await runtime?.[Symbol.asyncDispose]();
    await rm(testPlace, { recursive: true, force: true });
  });

  async function untilWell(): Promise<Seen> {
    const excused = new Set([...table.keep, ...table.machine]);
    return await until(
      async () => {
        const seen = await look(panels, prometheus);
        const bad = [...badIn(seen)].filter((name) => !excused.has(name));
        const none = seen.filter((one) => !empty.has(one.name) && !showsSeries(one));
        const wanted: string[] = [];
        for (const one of none)
          if (!table.machine.includes(one.name) || (await lackingOf(one.panel, prometheus)).length === 0)
            wanted.push(`${one.name} has no series`);
        const missing = [...bad.map((name) => `${name} stands out`), ...wanted];
        return missing.length === 0 ? { seen } : { missing: missing.join("; ") };
      },
      { what: "every panel to show series, none of which stands out", ...patience },
    );
  }

  /** Waits until all that a fault should turn is well, puts it in force, and lifts it when all of that has turned. */
  async function breakOnce(one: FaultPanels): Promise<Broken> {
    const { turns, rises, falls, fault } = one;
    const own = new Set([...turns, ...rises, ...falls]);
    const concerned = panels.filter(({ name }) => own.has(name));
    const lingering = (seen: Seen) => [...badIn(seen)].filter((name) => own.has(name) && !table.keep.includes(name));
    const before = await until(
      async () => {
        const early = lingering(await look(concerned, prometheus));
        if (early.length > 0) return { missing: `${early.join(", ")} still` };
        const seen = await look(panels, prometheus);
        const bad = lingering(seen);
        return bad.length === 0 ? { seen } : { missing: `${bad.join(", ")} again` };
      },
      { what: `all to be well before ${fault}`, ...patience },
    );
    const onset = Date.now();
    const parsed = parseFault(fault);
    if ("wrong" in parsed) throw new Error(parsed.wrong);
    await session?.break(parsed.fault);
    const missed = await until(
      async () => {
        const missed = missedOf(table, one, { well, before }, await look(concerned, prometheus, onset));
        return missed.length === 0 ? { seen: missed } : { missing: missed.join("; ") };
      },
      { what: `all that ${fault} should show`, ...patience },
    ).catch((error: unknown) => {
      if (error instanceof FiredrillError && error.code === "waited") return [error.message];
      throw error;
    });
    const unexpected = unexpectedOf(table, one, before, await look(panels, prometheus, onset));
    await session?.mend();
    return { missed, unexpected };
  }

  /** What a fault does it does each time; what a machine that stalls does, it does not. */
  async function breakWith(one: FaultPanels): Promise<Broken> {
    let { missed, unexpected } = await breakOnce(one);
    for (let more = 2; more > 0 && unexpected.length > 0; more--) {
      const again = await breakOnce(one);
      missed = [...missed, ...again.missed];
      unexpected = unexpected.filter((name) => again.unexpected.includes(name));
    }
    return { missed, unexpected };
  }

  test.for(names)("%s shows series of each of its expressions", async (name, { skip }) => {
    const one = well.find((panel) => panel.name === name);
    const absent = one && table.machine.includes(name) ? await lackingOf(one.panel, prometheus) : [];
    if (absent.length > 0) skip(`this machine has no ${absent.join(", ")}`);
    expect(one?.values.length).toBeGreaterThan(0);
    expect(one && (empty.has(name) || showsSeries(one))).toBe(true);
  });

  test("every value has the magnitude of its panel's unit", () => {
    const wrong = well.flatMap(({ name, panel, values }) => {
      const [least, most] = grafanaUnits[panel.unit ?? ""]?.range ?? [NaN, NaN];
      const all = values.flatMap((series) => [...series.values()].flat());
      return all.filter((value) => !(value >= least && value <= most)).map((value) => `${name}: ${value}`);
    });
    expect(wrong).toEqual([]);
  });

  test("every variable has values", () => {
    expect(variables.length).toBeGreaterThan(3);
    expect(variables.filter(({ values }) => values.length === 0)).toEqual([]);
  });

  test.each(table.faults.map(({ fault }) => fault))(
    "%s shows in the panels that it should show in, and in no other",
    (fault) => {
      expect(broken.get(fault)).toEqual({ missed: [], unexpected: [] });
    },
  );
});
