/** Milliseconds to three digits, without a unit: 0.83, 12.3, 140. */
export function shortMs(ms: number): string {
  return ms === 0 ? "0" : Number(ms.toPrecision(3)).toString();
}

/** A ratio as people say it, to as many digits as tell it from nothing and from all: 0.9991 → `99.91 %`. */
export function share(ratio: number): string {
  const percent = ratio * 100;
  const rest = Math.min(Math.abs(percent), Math.abs(100 - percent));
  const digits = rest === 0 || rest >= 10 ? 0 : Math.min(4, Math.max(1, 1 - Math.floor(Math.log10(rest))));
  return `${Number(percent.toFixed(digits))} %`;
}
