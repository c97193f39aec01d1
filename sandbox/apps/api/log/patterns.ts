/** What stands for whatever is not to be told. */
export const redacted = "[redacted]";

const secretNames =
  "pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|authorization|credentials?|cookie|session(?:[-_]?id)?|ssn|cvv|cvc|pin";

/** Each finds secrets or personal data by how they look, in text that could hold anything. */
const patterns: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, redacted],
  // postgres://user:password@host
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${redacted}@`],
  // JSON Web Tokens, and those that well-known services give out
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, redacted],
  [/\b(?:sk|pk|rk|ghp|gho|ghs|github_pat|glpat|xox[abprs]|AKIA|ASIA)[-_]?[\w-]{12,}/g, redacted],
  [/\b(bearer|basic|digest|negotiate)\s+[\w.~+/=:-]+/gi, `$1 ${redacted}`],
  // password=…, "token": "…", api-key: …
  [
    new RegExp(String.raw`((?:${secretNames})["']?\s*(?:[=:]|%3[ad])\s*)("[^"]*"|'[^']*'|[^\s&"',;}]+)`, "gi"),
    `$1${redacted}`,
  ],
  // e-mail addresses, also as a URL has them
  [/[^\s@"'<>(),;:=&?/]+(?:@|%40)[^\s@"'<>(),;:=&?/]+\.[a-z]{2,}/gi, redacted],
  // card numbers: digits in groups or not, with the check digit right
  [/(?<![\w.])\d(?:(?:[ -]|%20|\+)?\d){12,18}(?![\w.]*\w)/g, (found) => (isCard(found) ? redacted : found)],
  // social security numbers, and telephone numbers of North America
  [/(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/g, redacted],
  [/(?<![\w-])(?:\+?1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])/g, redacted],
  // what only a generator makes: long, of both cases and digits
  [/(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{24,}(?![\w-])/g, redacted],
];

/** The text without what any pattern finds. */
export function withoutSecrets(text: string): string {
  return patterns.reduce(
    (rest, [pattern, by]) => (typeof by === "string" ? rest.replace(pattern, by) : rest.replace(pattern, by)),
    text,
  );
}

/** By Luhn: from the right, every second digit counts double, and its own digits are summed. */
function isCard(text: string): boolean {
  const digits = text.replaceAll("%20", "").replace(/\D/g, "");
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const counted = i % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum > 0 && sum % 10 === 0;
}
