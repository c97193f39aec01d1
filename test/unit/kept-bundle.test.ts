import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { keepBundle, keptBundle } from "../../sandbox/stack/kept-bundle.ts";

const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-kept-"));
afterAll(() => rmSync(place, { recursive: true }));

const inputs = [path.join(place, "a.ts"), path.join(place, "b.ts")];
const text = "made of a\nand b\n";
const long = new Date("2026-01-01");
let file: string;

beforeEach(() => {
  file = path.join(mkdtempSync(path.join(place, "cache-")), "bundles", "app");
  for (const input of inputs) {
    writeFileSync(input, "1");
    utimesSync(input, long, long);
  }
});

const keep = (began: number): Promise<void> => keepBundle(file, { inputs, began, text });

test("a bundle is kept while all that it was made of stays as it is", async () => {
  expect(await keptBundle(file)).toBeUndefined();
  await keep(Date.now());
  expect(await keptBundle(file)).toBe(text);
});

test.each([
  ["has another size", () => writeFileSync(inputs[1] ?? "", "22")],
  ["has another time", () => utimesSync(inputs[0] ?? "", long, new Date("2026-01-02"))],
  ["is gone", () => rmSync(inputs[0] ?? "")],
])("it is made again where one of its files %s", async (_, change) => {
  await keep(Date.now());
  change();
  expect(await keptBundle(file)).toBeUndefined();
});

test("it is not kept where a file was changed while it was made, nor where one has gone meanwhile", async () => {
  await keep(long.getTime());
  expect(await keptBundle(file)).toBeUndefined();
  rmSync(inputs[1] ?? "");
  await keep(Date.now());
  expect(await keptBundle(file)).toBeUndefined();
});

test("what is cut off is not taken for a bundle, and a place that can't be written to is no error", async () => {
  await keep(Date.now());
  writeFileSync(file, '{"a');
  expect(await keptBundle(file)).toBeUndefined();
  await keepBundle(path.join(file, "below", "a", "file"), { inputs, began: Date.now(), text });
});
