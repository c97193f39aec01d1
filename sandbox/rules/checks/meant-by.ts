import { nearest } from "../nearest.ts";

/**
 * The name of a metric or a label that was likely meant. Words tell more than letters: `memory_usage_bytes` is nearer to
 * `memory_usage_percent` than `cpu_usage_percent` is, and `status_code` to `status` than `state`.
 */
export function meantBy(name: string, names: Iterable<string>): string | undefined {
  const all = [...names];
  const longer = all.filter((other) => other.startsWith(`${name}_`));
  if (longer.length === 1) return longer[0];
  const words = name.split("_");
  const alike = (other: string): number => {
    const others = other.split("_");
    // A word may have a slip of its own: `request` for `requests`.
    const differing = words.findIndex(
      (word, i) => word !== others[i] && nearest(word, [others[i] ?? ""]) === undefined,
    );
    return differing === -1 ? words.length : differing;
  };
  const most = Math.max(0, ...all.map(alike));
  const related = most > 1 && most * 2 >= words.length ? all.filter((other) => alike(other) === most) : all;
  return nearest(name, related) ?? (related.length === 1 && most > 0 ? related[0] : undefined);
}
