import { stringify } from "yaml";

/** Text for programs that read YAML 1.1 (those written in Go): what they would take for a boolean is quoted. */
export function writeYaml(value: unknown): string {
  return stringify(value, { compat: "yaml-1.1", lineWidth: 0, aliasDuplicateObjects: false });
}
