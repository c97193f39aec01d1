import { Document, isMap, isScalar } from "yaml";
import { composeService, inlineConfigs } from "./compose-service.ts";
import type { ComposeService } from "./compose-service.ts";

/**
 * The text of a compose file that runs these services. Pure, and the environment plays no part: images are the pinned
 * ones. `header` stands on top as a comment.
 */
export function composeFile(services: readonly ComposeService[], header: string): string {
  const configs = Object.fromEntries(services.flatMap(inlineConfigs));
  const kept = services.filter(({ data }) => data !== undefined);
  const document = new Document({
    name: "firedrill",
    services: Object.fromEntries(services.map((one) => [one.service.name, composeService(one)])),
    ...(Object.keys(configs).length > 0 ? { configs } : {}),
    ...(kept.length > 0
      ? { volumes: Object.fromEntries(kept.map(({ service }) => [`${service.name}-data`, {}])) }
      : {}),
  });
  document.commentBefore = commentOf(header);
  const map = document.get("services");
  if (isMap(map))
    map.items.forEach(({ key }, i) => {
      if (!isScalar(key)) return;
      key.commentBefore = commentOf(services[i]?.comment ?? "");
      key.spaceBefore = i > 0;
    });
  return document.toString({ lineWidth: 0 });
}

function commentOf(text: string): string {
  return text
    .split("\n")
    .map((line) => ` ${line}`)
    .join("\n");
}
