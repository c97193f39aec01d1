/** One element of a page, in the order in which they open. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of itself and all inside, with its entities resolved and its blanks collapsed. */
  readonly text: string;
}

const unclosed = new Set(["meta", "br", "hr", "link", "img", "input"]);
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** The elements of a strictly written page; throws where one is not closed in its order, or text holds a bare `<` or `&`. */
export function elementsOf(page: string): Element[] {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: number[] = [];
  let rest = page.replace(/^<!doctype html>/i, "");
  while (rest !== "") {
    const tag = /^<(\/?)([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>/i.exec(rest);
    const text = tag ? "" : (/^[^<]+/.exec(rest)?.[0] ?? "");
    if (!tag && text === "") throw new Error(`neither tag nor text: ${rest.slice(0, 60)}`);
    const [whole = "", closing, name = "", attributes = "", selfClosing] = tag ?? [text];
    rest = rest.slice(whole.length);
    if (!tag) {
      const inStyle = found[open.at(-1) ?? -1]?.name === "style";
      for (const index of open) found[index]!.text += inStyle ? "" : resolved(text);
    } else if (closing === "/") {
      const last = found[open.pop() ?? -1]?.name;
      if (last !== name) throw new Error(`</${name}> closes <${last ?? "nothing"}>`);
    } else {
      const list = [...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)];
      found.push({
        name,
        attributes: Object.fromEntries(list.map(([, key, value = ""]) => [key, resolved(value)])),
        text: "",
      });
      if (selfClosing !== "/" && !unclosed.has(name)) open.push(found.length - 1);
    }
  }
  if (open.length > 0) throw new Error(`<${found[open.at(-1)!]?.name ?? ""}> is never closed`);
  return found.map((one) => ({ ...one, text: one.text.replace(/\s+/g, " ").trim() }));
}

function resolved(text: string): string {
  const bare = /&(?!(?:amp|lt|gt|quot|#39);)/.exec(text);
  if (bare) throw new Error(`a bare &: ${text.slice(bare.index, bare.index + 20)}`);
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? "");
}
