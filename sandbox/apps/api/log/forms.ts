import { redacted, withoutSecrets } from "./patterns.ts";

/** The words that the API's own routes are made of: what else stands in a path could be anything. */
export const knownSegments: ReadonlySet<string> = new Set(
  "api auth login bonds payments clients feedback metrics summary reports portfolio health live ready".split(" "),
);

/** `Mozilla/5.0`: letters, and a version of digits. */
const product = /^[A-Za-z][A-Za-z-]{1,19}\/\d{1,4}(\.\d{1,6}){0,4}$/;
/** Programs that say their name alone. */
const bare = new Set(["node", "undici", "curl", "autocannon", "Prometheus"]);
const longest = 300;

/** A user agent with its products and their versions; what stands in brackets, and whatever else, is left out. */
export function agentForm(text: string): string {
  return withoutSecrets(text.slice(0, longest).replace(/\([^()]*\)/g, ""))
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => (product.test(word) || bare.has(word) ? word : redacted))
    .join(" ");
}
