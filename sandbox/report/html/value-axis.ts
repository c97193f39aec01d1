/** Values over the height of a drawing. */
export interface ValueAxis {
  readonly ticks: readonly number[];
  readonly least: number;
  readonly most: number;
  readonly logarithmic?: boolean;
}

/** Round numbers around all values: 1, 2 or 5 times a power of ten apart. What is barely above the last of them needs no further one. */
export function valueAxis(values: readonly number[]): { ticks: number[]; least: number; most: number } {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const [from, span] = high > low ? [low, high - low] : [Number.isFinite(low) ? low : 0, 1];
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = ([1, 2, 5, 10].find((one) => span / 4.2 <= one * power) ?? 10) * power;
  const first = Math.floor(from / step);
  const count = Math.max(1, Math.ceil((from + span) / step - 0.05) - first);
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  return { ticks, least: ticks[0] ?? 0, most: Math.max(ticks.at(-1) ?? 1, from + span) };
}

const mostTicks = 7;

/** For values above 0 that are powers apart: 1, 2 and 5 of every power of ten, or the powers alone where those are too many. */
export function logarithmicAxis(values: readonly number[]): ValueAxis {
  const positive = values.filter((value) => value > 0);
  const low = positive.reduce((least, value) => Math.min(least, value), Infinity);
  const high = positive.reduce((most, value) => Math.max(most, value), 0);
  if (positive.length === 0) return { ticks: [1, 10], least: 1, most: 10, logarithmic: true };
  const powers = Array.from({ length: 30 }, (_, index) => index - 15);
  const within = (factors: readonly number[]): number[] => {
    const all = powers.flatMap((power) => factors.map((factor) => Number((factor * 10 ** power).toPrecision(1))));
    const first = all.findLastIndex((tick) => tick <= low);
    const last = all.findIndex((tick) => tick >= high && tick > (all[first] ?? 0));
    return all.slice(Math.max(0, first), last < 0 ? undefined : last + 1);
  };
  const fine = within([1, 2, 5]);
  const ticks = fine.length <= mostTicks ? fine : within([1]);
  return { ticks, least: ticks[0] ?? low, most: ticks.at(-1) ?? high, logarithmic: true };
}

/** Where on the way from the least to the most a value stands: from 0 to 1. */
export function shareOf(value: number, { least, most, logarithmic = false }: ValueAxis): number {
  if (!logarithmic) return (value - least) / (most - least);
  return (Math.log(Math.max(value, least)) - Math.log(least)) / (Math.log(most) - Math.log(least));
}

const prefixes = [
  [1e9, "G"],
  [1e6, "M"],
  [1e4, "k"],
] as const;

/** Short, and with no more digits than an axis needs. */
export function shortNumber(value: number): string {
  const [size, sign] = prefixes.find(([limit]) => Math.abs(value) >= limit) ?? [1, ""];
  const unit = sign === "k" ? 1000 : size;
  return `${Number((value / unit).toPrecision(4))}${sign === "" ? "" : ` ${sign}`}`;
}
