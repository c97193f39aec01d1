/** A number and its unit stay on one line. */
const gap = "\u00a0";

/** Milliseconds with their unit and three digits: `0.42 ms`, `1.25 s`. */
export function latency(ms: number): string {
  if (ms >= 99_950) return `${Math.round(ms / 1000)}${gap}s`;
  return ms >= 999.5 ? `${digits(ms / 1000, 3)}${gap}s` : `${digits(ms, 3)}${gap}ms`;
}

const mostDecimals = 8;

/** A share as a percentage, with as many digits as tell it from none, from all, and from another: `99.95 %`. */
export function percent(share: number, other = share): string {
  const least = Math.min(...[share, 1 - share, share - other].map(Math.abs).filter((distance) => distance > 1e-12), 1);
  const decimals = Math.min(mostDecimals, Math.max(1, Math.ceil(-Math.log10(least * 100)) + 1));
  return `${Number((share * 100).toFixed(decimals))}${gap}%`;
}

/** A share that may be tiny, to two digits: `0.0046 %`. */
export function shortShare(share: number): string {
  return `${Number((share * 100).toPrecision(2))}${gap}%`;
}

/** Whole numbers with their thousands apart, as the page is written. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

export function perSecond(value: number): string {
  return `${value >= 1000 ? count(value) : digits(value, 4)}/s`;
}

export function multiple(value: number): string {
  return `${value >= 1000 ? count(value) : digits(value, 3)}×`;
}

/** A difference of shares with its sign: `+1.7 points`, `−4 %`. To a tenth, or as precisely as the smallest needs. */
export function signed(difference: number, unit: "points" | "%"): string {
  const size = Math.abs(difference) * 100;
  const text = size >= 1 ? Number(size.toFixed(1)) : Number(size.toPrecision(2));
  return `${difference < 0 ? "−" : "+"}${text}${gap}${unit}`;
}

function digits(value: number, most: number): string {
  return String(Number(value.toPrecision(most)));
}

/** As it stands on the page: with a capital, and a full stop. */
export function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
}
