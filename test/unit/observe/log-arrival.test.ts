import { expect, test } from "vitest";
import { whyNoLog } from "../../../sandbox/observe/log-arrival.ts";
import { HttpTarget } from "../../helpers/http-target.ts";

/** Answers with these counts one after the other, and with the last from then on; 0: the index is being made. */
async function counting(...counts: number[]) {
  const target = new HttpTarget((response, n) => {
    const count = counts[Math.min(n, counts.length) - 1] ?? 0;
    response.writeHead(count === 0 && n === 1 ? 503 : 200).end(JSON.stringify({ count }));
  });
  return await target.listen();
}

test("the log is there once a line is; an index that is being made is waited for", async () => {
  await using target = await counting(0, 0, 1);
  expect(await whyNoLog(target.url, 20_000)).toBeUndefined();
  expect(target.seen.length).toBe(3);
});

test("without a line it is said so, and nobody is asked any longer once that is interrupted", async () => {
  await using target = await counting(0);
  expect(await whyNoLog(target.url, 1)).toMatch(
    /^waited .* for a line of the API's log in elasticsearch: there is none$/,
  );
  await expect(whyNoLog(target.url, 20_000, AbortSignal.abort())).rejects.toMatchObject({ code: "interrupted" });
});
