/** One rule as Prometheus reads it. */
export type GeneratedRule =
  | { readonly record: string; readonly expr: string; readonly labels: Readonly<Record<string, string>> }
  | {
      readonly alert: string;
      readonly expr: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    };

export interface GeneratedGroup {
  readonly name: string;
  readonly rules: readonly GeneratedRule[];
}

/** In the order of their names, whatever order they were given in; of two of one name, the last. */
export function merged(...all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const one = Object.assign({}, ...all) as Record<string, string>;
  return Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
