import type { Load } from "../../../load/driver.ts";
import type { Runtime } from "../../stack/service.ts";
import { disposeAll, disposeTogether } from "../../stack/dispose.ts";
import { castOf, stage } from "./staging.ts";
import type { Cast, Staged, Staging } from "./staging.ts";

/** A load that is on, and may stay on from one drill to the next: then no window sees it begin. */
export interface Pressure {
  /** Of which profile, and how it is counted. */
  readonly key: string;
  readonly load: Load;
  /** Real milliseconds since 1970: since when nothing was broken under it. */
  readonly wellSince: number;
}

/** A stack that is ready to be drilled. */
export interface Stage {
  readonly cast: Cast;
  readonly staged: Staged;
  /** Undefined: no load is on. Whoever takes the stage ends it or gives it back. */
  readonly pressure: Pressure | undefined;
  /** The drill that was the last in it; undefined: it was booted for this one. */
  readonly before: string | undefined;
}

/** Who is to use a stage: the alerts that somebody may be told of decide whether a used one will do. */
export interface Booking {
  readonly name: string;
  readonly alerts: readonly string[];
  /** The load that it wants, so that a stage where it is on is taken first. */
  readonly pressure: string;
}

/** How a stage was left. */
export interface Left {
  /** Nothing was broken for good, and all that was said to fire was said to be over. */
  readonly quiet: boolean;
  /** Alerts that somebody was told of in it. */
  readonly told: readonly string[];
  readonly pressure: Pressure | undefined;
}

/**
 * The stages of a run of drills. A boot costs more than a drill, so one that was left quiet is drilled again, if it runs
 * the same rules at the same pace. Disposing takes all of them down.
 */
export interface Stages extends AsyncDisposable {
  take(staging: Staging, booking: Booking, signal?: AbortSignal): Promise<Stage>;
  giveBack(stage: Stage, left: Left): Promise<void>;
  /** Whether a load of this kind is on in a stage that nobody uses now. */
  keeps(pressure: string): boolean;
  /** One of the drills that were to come will not. */
  forgo(): Promise<void>;
}

interface Kept {
  readonly fixtures: Staging["fixtures"];
  readonly key: string;
  /** The drill that used it last. */
  readonly name: string;
  readonly cast: Cast;
  readonly staged: Staged;
  readonly told: ReadonlySet<string>;
  readonly pressure: Pressure | undefined;
}

/** The load goes first: it should not count what is taken away under it. */
function whole({ staged, pressure }: Pick<Kept, "staged" | "pressure">): AsyncDisposable {
  return { [Symbol.asyncDispose]: () => disposeAll([...(pressure ? [pressure.load] : []), staged.stack]) };
}

/** For so many `drills`, with at most `most` stacks at once, idle ones included. What no drill is left for is taken down at once. */
export function stagesOn(runtime: Runtime, drills: number, most: number): Stages {
  const idle: Kept[] = [];
  const used = new Map<Staged, Kept>();
  let toCome = drills;
  const oneLess = async (): Promise<void> => {
    toCome -= 1;
    if (toCome <= 0) await disposeTogether(idle.splice(0).map(whole));
  };
  return {
    async take(staging, { name, alerts, pressure }, signal) {
      const key = keyOf(staging);
      // Alertmanager keeps a group for a while after its last alert, and lets the next one in it wait for group_interval.
      const fitting = idle.filter(
        (one) => one.fixtures === staging.fixtures && one.key === key && alerts.every((alert) => !one.told.has(alert)),
      );
      const again = fitting.find((one) => one.pressure?.key === pressure) ?? fitting[0];
      if (again) {
        idle.splice(idle.indexOf(again), 1);
        const { cast, staged } = again;
        used.set(staged, { ...again, name });
        await oneLess();
        return { cast, staged, pressure: again.pressure, before: again.name };
      }
      const [spare] = idle.length + used.size >= most ? idle.splice(0, 1) : [];
      await Promise.all([spare && whole(spare)[Symbol.asyncDispose](), oneLess()]);
      const cast = castOf(staging);
      const staged = await stage(cast, runtime, name, signal);
      const { fixtures } = staging;
      used.set(staged, { fixtures, key, name, cast, staged, told: new Set(), pressure: undefined });
      return { cast, staged, pressure: undefined, before: undefined };
    },
    async giveBack({ staged }, { quiet, told, pressure }) {
      const kept = used.get(staged);
      used.delete(staged);
      if (!kept || !quiet || toCome <= 0) return whole({ staged, pressure })[Symbol.asyncDispose]();
      idle.push({ ...kept, pressure, told: new Set([...kept.told, ...told]) });
    },
    keeps: (pressure) => idle.some((one) => one.pressure?.key === pressure),
    forgo: oneLess,
    async [Symbol.asyncDispose]() {
      const all = [...idle.splice(0), ...used.values()];
      used.clear();
      await disposeTogether(all.map(whole));
    },
  };
}

/** Of the configuration, what may differ between drills of one team's fixtures. */
function keyOf({ factor, rules, versions }: Staging): string {
  return JSON.stringify([factor, rules, versions]);
}
