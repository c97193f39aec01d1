import { z } from "zod";
import type { Problem } from "../errors.ts";
import { readYaml } from "../rules/yaml-source.ts";
import type { RunTool } from "./promtool.ts";

/** A production file, by the name that problems are reported under. */
export interface ConfigFile {
  readonly file: string;
  readonly text: string;
}

/** What promtool says of rule files and of prometheus.yml: it knows types and functions as Prometheus itself does. */
export async function checkPrometheus(
  config: ConfigFile,
  rules: readonly ConfigFile[],
  promtool: RunTool,
): Promise<Problem[]> {
  const named = rules.map((file, index) => ({ ...file, name: `rules-${index}.yml` }));
  const files = Object.fromEntries([
    ["prometheus.yml", config.text],
    ...named.map(({ name, text }) => [name, text] as const),
  ]);
  const [ofConfig, ofRules] = await Promise.all([
    promtool((path) => ["check", "config", "--syntax-only", path("prometheus.yml")], files),
    rules.length === 0
      ? undefined
      : promtool((path) => ["check", "rules", "--lint=none", ...named.map(({ name }) => path(name))], files),
  ]);
  const problems = ofConfig.exitCode === 0 ? [] : complaints(config, ofConfig.output);
  if (!ofRules || ofRules.exitCode === 0) return problems;
  const found = named.flatMap(({ name, ...file }) => {
    const lines = linesAbout(ofRules.output, name);
    const ofRule = complaintsOfRules(file, lines);
    return ofRule.length > 0 ? ofRule : complaints(file, lines);
  });
  const first = rules[0];
  return [...problems, ...(found.length === 0 && first ? [at(first, 1, 1, ofRules.output.trim())] : found)];
}

/** What amtool says of alertmanager.yml: it knows every receiver's own settings. Templates go along, since it reads them. */
export async function checkAlertmanagerFile(
  config: ConfigFile,
  templates: Readonly<Record<string, string>>,
  amtool: RunTool,
): Promise<Problem[]> {
  const files = { ...templates, "alertmanager.yml": config.text };
  const { exitCode, output } = await amtool((path) => ["check-config", path("alertmanager.yml")], files);
  return exitCode === 0 ? [] : complaints(config, output);
}

function linesAbout(output: string, name: string): string {
  return output
    .split("\n")
    .filter((line) => line.includes(name) && !line.startsWith("Checking"))
    .map((line) => line.slice(line.indexOf(name) + name.length))
    .join("\n");
}

/** `group "api", rule 2, "Down": annotation "summary": …`: promtool counts rules from 1 and gives no line. */
function complaintsOfRules({ file, text }: ConfigFile, output: string): Problem[] {
  const source = readYaml(file, text);
  const groups = z.object({ groups: z.array(z.object({ name: z.string() })) }).safeParse(source.value).data?.groups;
  return output.split("\n").flatMap((line) => {
    const [, group, rule, message] = /group "([^"]*)", rule (\d+), "[^"]*": (.+)$/.exec(line) ?? [];
    if (group === undefined || message === undefined) return [];
    const [, part, key] = /^(annotation|label) "([^"]*)"/.exec(message) ?? [];
    const within = part === undefined || key === undefined ? [] : [`${part}s`, key];
    const index = groups?.findIndex(({ name }) => name === group) ?? -1;
    return [source.problemAt(["groups", index, "rules", Number(rule) - 1, ...within], message)];
  });
}

/** `8:11: …` as promtool writes a place, `line 5: …` as the YAML reader does. Of an unreadable answer, all of it. */
function complaints(file: ConfigFile, output: string): Problem[] {
  const found = output.split("\n").flatMap((line) => {
    const place = /(?:^|[\s:])(\d+):(\d+): (.+)$/.exec(line) ?? /\bline (\d+)()(?:, column \d+)?: (.+)$/.exec(line);
    return place ? [at(file, Number(place[1]), Number(place[2]) || 1, place[3] ?? line)] : [];
  });
  if (found.length > 0) return found;
  const said = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("Checking"));
  return said.length === 0 ? [] : [at(file, 1, 1, said.join(" ").replace(/^FAILED:\s*/, ""))];
}

function at({ file, text }: ConfigFile, line: number, column: number, message: string): Problem {
  const source = text.split("\n")[line - 1];
  return { file, line, column, message, ...(source === undefined ? {} : { source }) };
}
