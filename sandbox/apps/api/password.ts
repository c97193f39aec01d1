import { scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: { readonly N: number; readonly r: number; readonly p: number },
) => Promise<Buffer>;

/**
 * Checked where no user has the name, so that the time of an answer does not tell who exists.
 * N is 1024, a hundredth of what a real service should take: a steady load logs in all day, on a developer's laptop.
 */
export const nobody = "scrypt:1024:8:1:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/** `kept` is scrypt:N:r:p:salt:hash, salt and hash in base64; the hash is computed off the main thread. */
export async function matches(password: string, kept: string): Promise<boolean> {
  const [, N, r, p, salt = "", hash = ""] = kept.split(":");
  const expected = Buffer.from(hash, "base64");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  return timingSafeEqual(await derive(password, Buffer.from(salt, "base64"), expected.length, cost), expected);
}
