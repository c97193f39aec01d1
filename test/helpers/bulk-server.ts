import type { ServerResponse } from "node:http";
import { HttpTarget } from "./http-target.ts";

/** What is done with one bulk. */
export type Deed =
  /** As Elasticsearch does: ids that are there are refused with 409. */
  | "take"
  /** An answer without a deed: 429, 503, 413, … */
  | number
  /** Takes it, and hangs up before it says so. */
  | "take-and-cut"
  /** Never answers. */
  | "hang"
  /** Takes it, and tells of no line. */
  | "take-and-forget"
  /** A status for each line; undefined: it is taken. */
  | ((sequence: number) => number | undefined);

/** Takes bulks of log lines as told: the deeds given, one a bulk, and after those `otherwise`. */
export class BulkServer implements AsyncDisposable {
  /** In the order in which they were taken, each as often as it was. */
  readonly taken: number[] = [];
  /** Sequences of each bulk that came, whatever became of it. */
  readonly bulks: number[][] = [];
  readonly templates: Record<string, unknown>[] = [];
  deeds: Deed[] = [];
  otherwise: Deed = "take";
  /** Bulks of more lines are too large. */
  most = Infinity;
  /** False: it has no idea of ids, as one that gives each document a new one. */
  knowsIds = true;
  /** Of the template, by what it has. */
  template: (body: Record<string, unknown>) => number = () => 200;
  readonly target = new HttpTarget((response, n) => this.#answer(response, n));
  readonly #ids = new Set<string>();

  async listen(): Promise<this> {
    await this.target.listen();
    return this;
  }

  /** Goes away; it comes back at the same address, with what it had, when it listens again. */
  async shut(): Promise<void> {
    await this.target.shut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.target[Symbol.asyncDispose]();
  }

  #answer(response: ServerResponse, n: number): void {
    const { line, body } = this.target.seen[n - 1] ?? { line: "", body: "" };
    const say = (status: number, answer: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    if (line.startsWith("PUT /_index_template/")) {
      const template = JSON.parse(body) as Record<string, unknown>;
      this.templates.push(template);
      return void say(this.template(template), {});
    }
    const documents = documentsOf(body);
    this.bulks.push(documents.map(({ sequence }) => sequence));
    if (documents.length > this.most) return void say(413, {});
    const deed = this.deeds.shift() ?? this.otherwise;
    if (deed === "hang") return;
    if (typeof deed === "number") return void say(deed, { error: {}, status: deed });
    const statuses = documents.map((one) => this.#take(one, typeof deed === "function" ? deed : () => undefined));
    if (deed === "take-and-cut") return void response.destroy();
    const items = deed === "take-and-forget" ? [] : statuses.map((status) => ({ create: { status } }));
    say(200, { errors: statuses.some((status) => status > 299), items });
  }

  #take({ id, sequence }: Document, statusOf: (sequence: number) => number | undefined): number {
    if (this.knowsIds && this.#ids.has(id)) return 409;
    const status = statusOf(sequence);
    if (status !== undefined) return status;
    this.#ids.add(id);
    this.taken.push(sequence);
    return 201;
  }
}

interface Document {
  readonly id: string;
  readonly sequence: number;
}

function documentsOf(body: string): readonly Document[] {
  const rows = body.split("\n");
  if (rows.pop() !== "" || rows.length % 2 === 1) throw new Error(`no bulk: ${body}`);
  return rows.flatMap((row, i) => {
    if (i % 2 === 1) return [];
    const action = JSON.parse(row) as { readonly create: { readonly _id: string } };
    const line = JSON.parse(rows[i + 1] ?? "") as { readonly "event.sequence": number };
    return { id: action.create._id, sequence: line["event.sequence"] };
  });
}
