import type { z } from "zod";
import type { BadParameter } from "./fault.ts";

/** Parameters through a schema: the value, or a sentence for each thing wrong, at its key. */
export function readParameters<T>(
  schema: z.ZodType<T>,
  parameters: Readonly<Record<string, unknown>>,
): { readonly spec: T } | { readonly bad: readonly BadParameter[] } {
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return { spec: parsed.data };
  return {
    bad: parsed.error.issues.flatMap((issue): BadParameter[] => {
      if (issue.code === "unrecognized_keys") {
        return issue.keys.map((key) => ({ key, message: `unknown parameter \`${key}\`` }));
      }
      const key = String(issue.path[0] ?? "");
      return key in parameters
        ? [{ key, message: `\`${key}\`: ${issue.message}` }]
        : [{ message: `\`${key}\` is missing: ${issue.message}` }];
    }),
  };
}
