import type { Problem } from "../../sandbox/errors.ts";
import type { Path, YamlSource } from "../../sandbox/rules/yaml-source.ts";
import type { Count, LoadRecord } from "../record.ts";
import { fewestSpans } from "./compare-samples.ts";

/** What a schema can't say of a saved record at `path`: that its parts are of one load, and enough to compare. Pure. */
export function recordProblems(source: YamlSource, path: Path, record: LoadRecord): Problem[] {
  return [
    ...countProblems(source, [...path, "count"], record.count),
    ...record.routes.flatMap(({ count }, n) => countProblems(source, [...path, "routes", n, "count"], count)),
    ...routesProblems(source, path, record),
    ...spansProblems(source, path, record),
  ];
}

function countProblems(source: YamlSource, path: Path, { sent, completed, errors, lost }: Count): Problem[] {
  const failed = Object.values(errors).reduce((sum, one) => sum + one, 0);
  if (completed + failed + lost === sent) return [];
  const sum = `${completed} completed + ${failed} failed + ${lost} lost`;
  return [source.problemAt([...path, "sent"], `expected the sum of its parts: ${sum}, got ${sent}`)];
}

function routesProblems(source: YamlSource, path: Path, { count, routes }: LoadRecord): Problem[] {
  const sent = routes.reduce((sum, route) => sum + route.count.sent, 0);
  if (sent === count.sent) return [];
  return [source.problemAt([...path, "count", "sent"], `expected what its routes sent: ${sent}, got ${count.sent}`)];
}

function spansProblems(source: YamlSource, path: Path, { seconds, timeline, spans }: LoadRecord): Problem[] {
  const at = (keys: Path, message: string): Problem => source.problemAt([...path, ...keys], message, { key: true });
  if (!spans) return [at(["spans"], "`spans` is missing, which comparing needs; save the baseline anew")];
  const lasted = Math.ceil(seconds);
  if (timeline.length !== lasted)
    return [at(["timeline"], `expected all of ${lasted} seconds, and there are ${timeline.length}`)];
  const wanted = Math.ceil(lasted / spans.seconds);
  if (wanted < fewestSpans) return [at(["spans"], `expected a load of at least ${fewestSpans} spans, got ${wanted}`)];
  return (["latency", "lateMs"] as const)
    .filter((list) => spans[list].length !== wanted)
    .map((list) => at(["spans", list], `expected one for each of ${wanted} spans, got ${spans[list].length}`));
}
