/**
 * A JSON schema for words of people: something besides blanks, and nothing that PostgreSQL can't keep (it has no NUL, and
 * half a surrogate pair is no character). Lengths are in characters.
 */
export function words(least: number, most: number) {
  return {
    type: "string",
    minLength: least,
    maxLength: most,
    pattern: least > 0 ? `^${kept}*[^\\s\\0\\ud800-\\udfff]${kept}*$` : `^${kept}*$`,
  } as const;
}

const kept = "[^\\0\\ud800-\\udfff]";
