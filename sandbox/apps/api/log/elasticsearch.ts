import { chosen } from "./bulk.ts";
import type { Bulk, Fate } from "./bulk.ts";
import { indexTemplate } from "./index-template.ts";

/** The guide's. */
const logIndex = "bailbondpro-logs";

/** The few questions that log lines need, over plain HTTP: one at a time, and none is asked again here. */
export interface Elasticsearch {
  /** Sees to it that the index, once there are lines, has the fields' kinds. Rejects where that is not known. */
  prepare(signal: AbortSignal): Promise<void>;
  /** One fate for each line, in their order. Rejects where nothing is known of any: away, hung up, or too busy. */
  send(bulk: Bulk, signal: AbortSignal): Promise<readonly Fate[]>;
}

/** `url` may have a user and a password in it. */
export function elasticsearch(url: URL): Elasticsearch {
  const ask = asker(url);
  const send = async (bulk: Bulk, signal: AbortSignal): Promise<readonly Fate[]> => {
    const path = `${logIndex}/_bulk?filter_path=errors,items.create.status`;
    const { status, text } = await ask("POST", path, "application/x-ndjson", bulk.body, signal);
    if (isRefusal(status)) {
      // More than it takes at once, or something in it that it can't read: whatever it is, not all have to go with it.
      if (bulk.lines === 1) return ["refused"];
      const half = Math.ceil(bulk.lines / 2);
      const first = await send(
        chosen(bulk, (place) => place < half),
        signal,
      );
      return [
        ...first,
        ...(await send(
          chosen(bulk, (place) => place >= half),
          signal,
        )),
      ];
    }
    if (status !== 200) throw new Error(`POST ${path} answers ${status}`);
    return fatesOf(text, bulk.lines);
  };
  return {
    send,
    prepare: async (signal) => {
      const path = `_index_template/${logIndex}`;
      const put = (body: unknown) => ask("PUT", path, "application/json", JSON.stringify(body), signal);
      let { status } = await put(indexTemplate("stream"));
      // A distribution that has neither data streams nor their lifecycle keeps one index.
      if (status === 400) ({ status } = await put(indexTemplate("index")));
      // Who may write only has somebody else to put it there.
      if (status !== 200 && status !== 403) throw new Error(`PUT ${path} answers ${status}`);
    },
  };
}

type Ask = (
  method: "POST" | "PUT",
  path: string,
  type: string,
  body: string | Buffer,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly text: string }>;

function asker(url: URL): Ask {
  const base = new URL(url);
  const user = [base.username, base.password].map(decodeURIComponent).join(":");
  [base.username, base.password] = ["", ""];
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  const authorization = user === ":" ? {} : { authorization: `Basic ${Buffer.from(user).toString("base64")}` };
  return async (method, path, type, body, signal) => {
    const headers = { "content-type": type, ...authorization };
    const request: RequestInit = { method, headers, body, signal, redirect: "error" };
    const answer = await fetch(new URL(path, base), request);
    return { status: answer.status, text: await answer.text() };
  };
}

/** It was understood, and will be refused each time: no case of too much to do, or of something that a person mends. */
function isRefusal(status: number): boolean {
  return status === 400 || status === 413;
}

/** An answer that is not whole says nothing: then all are sent again, which does no harm. */
function fatesOf(text: string, lines: number): readonly Fate[] {
  const { errors, items } = JSON.parse(text) as Partial<Answer>;
  if (!Array.isArray(items) || items.length !== lines)
    throw new Error(`_bulk of ${lines} lines has told of ${items?.length ?? 0}`);
  if (errors === false) return items.map(() => "there");
  return items.map(({ create: { status } }) => {
    // 409: this line came before, and its answer did not.
    if (status === 200 || status === 201 || status === 409) return "there";
    return isRefusal(status) ? "refused" : "again";
  });
}

interface Answer {
  readonly errors: boolean;
  readonly items: readonly { readonly create: { readonly status: number } }[];
}
