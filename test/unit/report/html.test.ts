import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { judge } from "../../../sandbox/drill/judge.ts";
import type { Journal } from "../../../sandbox/drill/journal.ts";
import { renderHtml } from "../../../sandbox/report/html.ts";
import { readableDuration } from "../../../sandbox/rules/duration.ts";
import { elementsOf } from "../../helpers/html.ts";
import type { Element } from "../../helpers/html.ts";
import { played } from "../../helpers/journals/played.ts";
import { changing, expecting, recorded, without } from "../../helpers/journals/recorded.ts";

const run = { runtime: "process", seconds: 28.34 } as const;
const pageOf = (...journals: readonly Journal[]): string =>
  renderHtml(
    journals.map((journal) => ({ verdict: judge(journal), journal })),
    run,
  );
const of = (elements: readonly Element[], name: string, kind?: string): Element[] =>
  elements.filter(
    (one) => one.name === name && (kind === undefined || one.attributes["class"]?.split(" ").includes(kind)),
  );
const tight = expecting(played(), { firing: { within: "30s" } });

test("the page is whole, and says the totals, a row and a section for each drill, the worst first", () => {
  const elements = elementsOf(pageOf(played(), tight, recorded("low-availability")));
  expect(of(elements, "title")[0]?.text).toBe("Firedrill: 3 drills: 2 held, 1 deviated");
  expect(of(elements, "ul", "totals")[0]?.text).toBe("3 drills 2 held0 inconclusive1 deviated");
  expect(of(elements, "section").map((one) => one.attributes["class"])).toEqual(["deviated", "held", "held"]);
  const links = of(elements, "a").map((one) => one.attributes["href"]);
  expect(links).toEqual(of(elements, "section").map((one) => `#${one.attributes["id"] ?? ""}`));
  expect(new Set(links).size).toBe(3);
});

test("its numbers are the verdict's", () => {
  const journal = played();
  const { timeline, findings, seconds, notes } = judge(journal);
  const elements = elementsOf(pageOf(journal, tight));
  const cells = of(elements, "td", "number").map((one) => one.text);
  const told = Math.min(...timeline.deliveries.map(({ at }) => at));
  const times = [timeline.pending, timeline.firing, told].map((at) => readableDuration((at ?? 0) * 1000));
  expect(cells.slice(4)).toEqual([...times, `${seconds.toFixed(1)} s`]);
  const section = of(elements, "section", "held")[0]?.text ?? "";
  for (const { what, observed } of findings) expect(section).toContain(`${what}: ${observed}`);
  for (const note of notes) expect(section).toContain(note);
  expect(section).toContain("rules/api.yml:7");
});

test("twin: of another journal they are others", () => {
  const text = (journal: Journal): string => of(elementsOf(pageOf(journal)), "section")[0]?.text ?? "";
  const later = changing(played(), (event) => (event.what === "alert" ? { ...event, at: event.at + 250 } : event));
  expect(text(later)).not.toBe(text(played()));
});

test("it loads nothing and runs nothing", () => {
  const page = pageOf(played(), tight);
  const elements = elementsOf(page);
  for (const { name, attributes } of elements) {
    expect(["script", "link", "img", "iframe", "object", "use", "image"]).not.toContain(name);
    for (const [key, value] of Object.entries(attributes)) {
      expect(["src", "srcset", "xlink:href", "style"]).not.toContain(key);
      expect(key).not.toMatch(/^on/);
      if (key === "href") expect(value).toMatch(/^#/);
    }
  }
  expect(page).not.toMatch(/url\(|@import|https?:\/\//);
});

test("a title that looks like markup stays text, everywhere", () => {
  const nasty = `<script>alert("x")</script> & '</style>`;
  const journal: Journal = { ...played(), drill: { ...played().drill, name: nasty, title: nasty } };
  const renamed = changing(journal, (event) => {
    if (event.what === "delivery") return { ...event, receiver: nasty };
    return event.what === "rule" ? { ...event, file: nasty } : event;
  });
  const elements = elementsOf(pageOf(renamed, tight));
  expect(of(elements, "script")).toEqual([]);
  expect(of(elements, "h2").map((one) => one.text)).toContain(`HighErrorRate · ${nasty}`);
  expect(of(elements, "text").map((one) => one.text)).toContain(`${nasty.slice(0, 23)}…`);
});

test("twin: the check of the page can fail", () => {
  expect(() => elementsOf("<p><b>x</p>")).toThrow("</p> closes <b>");
  expect(() => elementsOf("<p>a & b</p>")).toThrow("a bare &");
  expect(() => elementsOf("<p>1 < 2</p>")).toThrow("neither tag nor text");
  expect(() => elementsOf("<p>")).toThrow("never closed");
});

describe("a timeline", () => {
  const drawn = (journal: Journal): Element[] => elementsOf(pageOf(journal));
  const x = (element: Element | undefined): number => Number(element?.attributes["x"]);
  const end = (element: Element | undefined): number => x(element) + Number(element?.attributes["width"]);

  test("has the fault, the states one after the other, and each receiver's notices", () => {
    const elements = drawn(played());
    const [fault, pending, firing] = ["fault", "pending", "firing"].map((kind) => of(elements, "rect", kind)[1]);
    expect(x(fault)).toBeLessThan(x(pending));
    expect(end(pending)).toBeCloseTo(x(firing), 0);
    expect(end(firing)).toBeGreaterThan(end(fault));
    const notices = of(elements, "circle").map((one) => one.text);
    expect(notices.filter((text) => text.endsWith("is firing"))).toHaveLength(3);
    expect(notices).toContain(`slack told at 7m42s that HighErrorRate is firing`);
  });

  test("shows every turn of an alert that comes and goes", () => {
    const journal = played();
    const again = journal.events.flatMap((event) =>
      event.what === "alert" && event.state === "firing"
        ? [{ ...event, at: event.at + 2_600, until: event.at + 2_800 }]
        : [],
    );
    const elements = drawn({ ...journal, events: [...journal.events, ...again] });
    expect(of(elements, "rect", "firing").length).toBe(of(drawn(journal), "rect", "firing").length + 1);
  });

  test("of a drill in which nothing happened is not drawn, but its charts are", () => {
    const { alert: _alert, fault: _fault, ...drill } = played().drill;
    const quiet = without(
      played(),
      ({ what }) => what.startsWith("fault-") || what.startsWith("lift-") || what === "alert",
    );
    const events = quiet.events.filter(({ what }) => what !== "delivery");
    const elements = drawn({ ...quiet, drill, events });
    expect(of(elements, "svg", "drawing").map((one) => one.attributes["aria-label"])).toEqual([
      "What HighErrorRate compares: all",
    ]);
  });

  test("of a drill that came to nothing is not drawn", () => {
    const nothing = without(played(), ({ what }) => what.startsWith("fault-") || what === "alert" || what === "steady");
    const elements = drawn(nothing);
    expect(of(elements, "svg", "drawing")).toEqual([]);
    expect(of(elements, "section", "inconclusive")).toHaveLength(1);
  });
});

test("of many drills those that held are folded, with their timeline left in sight", () => {
  const open = (page: string): number =>
    of(elementsOf(page), "details").filter((one) => one.attributes["open"] !== undefined).length;
  expect(open(pageOf(played(), played()))).toBe(2);
  const many = pageOf(played(), played(), played(), played(), tight);
  expect(open(many)).toBe(1);
  expect(many.match(/<details[^>]*>[\s\S]*?<\/details>/g)?.join("")).not.toContain('class="told-firing"');
});

test("its size hangs on the drills, not on how much was recorded", () => {
  const journal = played();
  const many = Array.from({ length: 300 }, (_, index) =>
    journal.series.map((one) => ({ ...one, labels: { ...one.labels, route: `/r/${index}` } })),
  ).flat();
  expect(pageOf({ ...journal, series: many }).length).toBeLessThan(pageOf(journal).length * 1.5);
});

const chromium = "/usr/bin/chromium";
const browser = existsSync(chromium);
test.skipIf(!browser)(`a browser draws it${browser ? "" : `: skipped, there is no ${chromium}`}`, async () => {
  const place = await mkdtemp(join(tmpdir(), "firedrill-page-"));
  try {
    const page = join(place, "index.html");
    await writeFile(page, pageOf(played(), tight));
    const shot = join(place, "page.png");
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--window-size=1200,1600",
      `--user-data-dir=${place}`,
    ];
    execFileSync(chromium, [...flags, `--screenshot=${shot}`, pathToFileURL(page).href], { stdio: "ignore" });
    const png = await readFile(shot);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 1600]);
    expect(png.length).toBeGreaterThan(50_000); // an empty page of this size has 8 kB
    const dom = execFileSync(chromium, [...flags, "--dump-dom", pathToFileURL(page).href], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(dom.match(/<section/g)).toHaveLength(2);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
});

test("an alert that was over before the system was steady is not of this drill", () => {
  const journal = played();
  const steady = journal.events.find(({ what }) => what === "steady")?.at ?? 0;
  const labels = { alertname: "OfTheDrillBefore" };
  const shown = (from: number, until: number): string => {
    const alert = { what: "alert", state: "firing", name: "OfTheDrillBefore", labels, at: from, until } as const;
    return pageOf({ ...journal, events: [...journal.events, alert] });
  };
  const drawn = (page: string): string[] => of(elementsOf(page), "text", "name").map(({ text }) => text);
  expect(drawn(shown(steady - 600_000, steady - 1))).toEqual(drawn(pageOf(journal)));
  // Twin: what went on after it is, and its name is not cut.
  expect(drawn(shown(steady - 600_000, steady + 1000)).join(" ")).toContain("OfTheDrillBefore");
});
