/** Of the normal distribution: nineteen in twenty lie within so many standard deviations. */
export const normal95 = 1.959964;

/** Of Student's t with so many degrees of freedom (1 or more), within 1 % from 2 on: Cornish and Fisher's expansion. */
export function student95(degrees: number): number {
  const z = normal95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, n) => sum + term / degrees ** (n + 1), z);
}
