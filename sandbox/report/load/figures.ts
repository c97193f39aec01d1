/** Milliseconds to three digits, whole ones from 100 on; without a unit: 0.83, 12.3, 1403. */
export function shortMs(ms: number): string {
  if (ms >= 100) return Math.round(ms).toString();
  return ms.toFixed(ms >= 10 ? 1 : 2);
}

/** A ratio as people say it, to as many digits as tell it from nothing and from all: 0.9991 → `99.91 %`. */
export function share(ratio: number): string {
  const percent = ratio * 100;
  const rest = Math.min(Math.abs(percent), Math.abs(100 - percent));
  const digits = rest < 1e-9 || rest >= 10 ? 0 : Math.min(6, Math.max(1, 1 - Math.floor(Math.log10(rest))));
  return `${Number(percent.toFixed(digits))} %`;
}
