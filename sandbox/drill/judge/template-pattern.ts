/**
 * What an annotation looks like once its template is filled in: the value of the alert is something with a digit in it,
 * everything else that is filled in is something. Undefined: the template says no value, or says it under a condition.
 * White space counts as one blank.
 */
export function patternOf(template: string): RegExp | undefined {
  if (!/\{\{-?[^}]*\$value\b/.test(template)) return undefined;
  if (/\{\{-?\s*(if|else|range|with|end|define|template|block)\b/.test(template)) return undefined;
  const parts = template.split(/(\{\{[^]*?\}\})/);
  const pattern = parts.map((part) => {
    if (!part.startsWith("{{")) return part.replaceAll(/\s+/g, " ").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return /\$value\b/.test(part) ? ".{0,40}?\\d.{0,40}?" : ".{1,200}?";
  });
  return new RegExp(pattern.join("").trim());
}
