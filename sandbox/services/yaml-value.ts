/** A mapping as the YAML parser gives it: nothing is known of its values yet. */
export type YamlMap = Readonly<Record<string, unknown>>;

/** The value if it is a mapping, else an empty one: what has the wrong shape was refused when the file was read. */
export function mapOf(value: unknown): YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as YamlMap) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Scalars as text, as a Go program would read them into a string; undefined for all else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** Only these keys, where they are set. */
export function pick(map: YamlMap, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (map[key] == null ? [] : [[key, map[key]]])));
}

/** The keys that are set and not among these. */
export function othersThan(map: YamlMap, keys: readonly string[]): string[] {
  return Object.keys(map).filter((key) => map[key] != null && !keys.includes(key));
}
