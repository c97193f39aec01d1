/** Milliseconds with their unit and three digits: `0.42 ms`, `1.25 s`. */
export function latency(ms: number): string {
  if (ms >= 99_950) return `${Math.round(ms / 1000)} s`;
  return ms >= 999.5 ? `${three(ms / 1000)} s` : `${three(ms)} ms`;
}

/** A share as a percentage, with as many digits as it takes to tell it from all: `99.95 %`. */
export function percent(share: number): string {
  const distance = Math.min(Math.abs(share), Math.abs(1 - share));
  const digits = distance === 0 ? 0 : Math.min(6, Math.max(1, Math.ceil(-Math.log10(distance * 100)) + 1));
  return `${Number((share * 100).toFixed(digits))} %`;
}

/** Whole numbers with their thousands apart, as the page is written. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

export function perSecond(value: number): string {
  return `${value >= 1000 ? count(value) : three(value)}/s`;
}

export function multiple(value: number): string {
  return `${value >= 1000 ? count(value) : three(value)}×`;
}

function three(value: number): string {
  return String(Number(value.toPrecision(value >= 100 ? 4 : 3)));
}
