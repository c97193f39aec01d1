import { expect, test } from "vitest";
import { readSettings } from "../../../sandbox/apps/api/settings.ts";

const urlOf = (text?: string) => readSettings({ ELASTICSEARCH_URL: text }).elasticsearchUrl?.href;

test("Elasticsearch is where its address says, and nowhere without one", () => {
  expect(urlOf("http://elasticsearch:9200")).toBe("http://elasticsearch:9200/");
  expect(urlOf("https://log:secret@search.example/below")).toBe("https://log:secret@search.example/below");
  expect([urlOf(), urlOf("")]).toEqual([undefined, undefined]);
});

test.each([
  "elasticsearch:9200",
  "log:hunter2@elasticsearch",
  "http://",
  "ftp://log:hunter2@elasticsearch",
  "http://log:50%off@elasticsearch",
])("%s is none, and is not said again", (text) => {
  expect(() => urlOf(text)).toThrow(
    /^ELASTICSEARCH_URL: expected http:\/\/HOST:PORT or https:\/\/HOST:PORT, with user and password percent-encoded$/,
  );
});
