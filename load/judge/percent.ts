/** A share in percent, as exact as what it lacks to 100 % deserves: 0.99765 → `99.765 %`, 0.9 → `90 %`. */
export function percent(share: number): string {
  const lacking = (1 - share) * 100;
  if (Math.abs(lacking) < 1e-7) return "100 %";
  const digits = Math.min(7, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(lacking)))));
  return `${Number((share * 100).toFixed(digits))} %`;
}
