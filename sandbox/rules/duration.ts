/** Production time, as people write it: one number and one unit (`90s`, `5m`, `4h`, `30d`). */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d" | "w" | "y"}`;

const unitMs = { y: 31_536_000_000, w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const form = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Milliseconds of a duration in Prometheus' syntax (`1h30m`, `0`); undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  const parts = text === "" ? null : form.exec(text);
  if (!parts) return undefined;
  return Object.values(unitMs).reduce((sum, ms, i) => sum + Number(parts[i + 1] ?? 0) * ms, 0);
}

/** A duration in Prometheus' syntax, of whole milliseconds: 2500 → `2s500ms`. Rounds; never negative. */
export function formatDuration(ms: number): string {
  let rest = Math.round(ms);
  if (rest <= 0) return "0s";
  let text = "";
  for (const [unit, size] of Object.entries(unitMs)) {
    if (unit === "y" || unit === "w") continue;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/** For people, to the second: 400_000 → `6m40s`. */
export function readableDuration(ms: number): string {
  const sign = ms < 0 ? "-" : "";
  return sign + formatDuration(Math.round(Math.abs(ms) / 1000) * 1000);
}

/** Milliseconds of a duration that is known to be one; a `TypeError` where it is not. */
export function milliseconds(duration: Duration): number {
  const ms = parseDuration(duration);
  if (ms === undefined) throw new TypeError(`not a duration: ${duration}`);
  return ms;
}
