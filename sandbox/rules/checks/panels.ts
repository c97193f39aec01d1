import type { Path, YamlSource } from "../yaml-source.ts";
import type { Subject } from "./subject.ts";

export interface Panel {
  readonly type: string;
  readonly title: string;
  readonly source: YamlSource;
  readonly path: Path;
}

type Raw = Readonly<Record<string, unknown>>;

/** Of all dashboards, in rows as well, and in the envelope of Grafana's HTTP API. */
export function panelsIn({ dashboards }: Pick<Subject, "dashboards">): Panel[] {
  return dashboards.flatMap((source) => {
    const root = source.value as Raw;
    return "dashboard" in root ? below(source, root["dashboard"], ["dashboard"]) : below(source, root, []);
  });
}

function below(source: YamlSource, owner: unknown, path: Path): Panel[] {
  if (typeof owner !== "object" || owner === null) return [];
  return ["panels", "rows"].flatMap((key) => {
    const list = (owner as Raw)[key];
    return (Array.isArray(list) ? list : []).flatMap((value: unknown, i) => {
      const here = [...path, key, i];
      const { type, title } = (value ?? {}) as Raw;
      const inside = below(source, value, here);
      if (typeof type !== "string") return inside;
      return [{ type, title: typeof title === "string" ? title : "", source, path: here }, ...inside];
    });
  });
}
