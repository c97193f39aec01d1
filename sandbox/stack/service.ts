/**
 * A service before it runs: plain data and one pure function. Where it runs is the runtime's business.
 * `Port` names its ports; the numbers in `ports` are those inside a container.
 */
export interface Service<Port extends string = string> {
  /** Unique in a stack, and the host name by which peers reach it in a container. */
  readonly name: string;
  /** What a container runs, by exact version. Our own apps: the image of the runtime that they need. */
  readonly image: string;
  /** What a process runs: a third party's program, or one of our own apps. */
  readonly program: Program;
  readonly ports: Readonly<Record<Port, number>>;
  /** What must be ready before this can start at all. A scraper does not need its target. */
  readonly needs: readonly Service[];
  /** What a release of this looks at from its first moment: those of them that its stack has are ready before. Default: nothing. */
  after?(release: string): readonly Service[];
  /** Ready means: it answers as its own users would ask it. */
  readonly ready: Ready<Port>;
  /** Default 30,000. */
  readonly readyWithinMs?: number;
  /** What a process begins with; in a container the image makes its own. */
  readonly seed?: Seed;
  /** Ends the program quickly and tidily. Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** Turns a place into a command line; pure, and the same function serves both runtimes. */
  launch(site: Site<Port>): Launch;
}

export type Program =
  /** `version` only where one was asked for by name; else any that the project accepts (versions.ts). */
  { readonly binary: string; readonly version?: string } | OwnProgram;

export interface OwnProgram {
  /** A folder of sandbox/apps, or FOLDER/ENTRY. */
  readonly app: string;
  /** Further entries, which lie beside it as FOLDER/ENTRY.mjs: it loads them if need be. */
  readonly beside?: readonly string[];
}

export type Ready<Port extends string> =
  | { readonly http: string; readonly port: Port } // GET answers 2xx
  | { readonly tcp: true; readonly port: Port } // a connection is accepted
  | { readonly says: string; readonly hears: string; readonly port: Port } // bytes as latin1: the answer has `hears` in it
  | { readonly command: readonly string[] }; // exit status 0: pg_isready, redis-cli ping

/**
 * Data that takes long to make and is the same each time: made once for a machine and version, and copied for each
 * service that starts.
 */
export interface Seed {
  /** The directory, by the name that is given to `site.data`. */
  readonly data: string;
  /** Run one after another to fill `directory`, which is empty: the program, or others that come with it, by name. */
  steps(directory: string): readonly SeedStep[];
}

export interface SeedStep {
  readonly command: readonly string[];
  /** For its standard input. */
  readonly input?: string;
}

export interface Launch {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Contents by the names that were given to `site.path`. Written before the first start. */
  readonly files?: Readonly<Record<string, string>>;
  /** A command that is run once, before the first start, and not again after a kill: initdb and the like. */
  readonly prepare?: readonly string[];
}

/** A place to run, seen from inside; it only names things. */
export interface Site<Port extends string = string> {
  /** Where to listen: `0.0.0.0:9090` in a container (published on loopback only), `127.0.0.1:41873` as a process. */
  listen(port: Port): string;
  /** A peer's address: `api:3000` in a container, `127.0.0.1:41873` as a process. Known before anything starts. */
  peer<P extends string>(service: Service<P>, port: P): string;
  /** What a file of `Launch.files` is called there. */
  path(name: string): string;
  /** A directory that the service may write to; it exists. */
  data(name: string): string;
}

/** A ready service, seen from the outside. Disposing stops it; stopping twice is fine. */
export interface Running<Port extends string = string> extends AsyncDisposable {
  readonly service: Service<Port>;
  /** Where it came from, for people: "image prom/prometheus:v3.16.0", "prometheus 3.5.3 from PATH (/usr/bin/prometheus)". */
  readonly origin: string;
  /** Always loopback. */
  url(port: Port): URL;
  /** Everything it printed so far, of both streams. */
  log(): Promise<string>;
  /** Rejects if it has ended by itself, with the tail of its log; one that was paused or killed on purpose is fine. */
  check(): Promise<void>;
  /** Freezes it without closing its sockets; dispose to thaw. */
  pause(): Promise<AsyncDisposable>;
  /** Ends it as a crash would (SIGKILL); dispose to start it again at the same address, ready. */
  kill(): Promise<AsyncDisposable>;
  /**
   * Takes it off its network: peers can't reach it, nor it them; dispose to join it again, ready and at the same
   * address. Containers only: as a process it rejects with `platform`, since processes share the machine's loopback.
   */
  cut(): Promise<AsyncDisposable>;
}

/** A program that runs to its end, from the same image or package as a service: promtool, amtool. */
export interface Tool {
  readonly binary: string;
  readonly image: string;
  readonly version?: string;
}

export interface ToolRun {
  readonly exitCode: number;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** Services that can reach one another by name. Disposing ends all that is left in it. */
export interface Network extends AsyncDisposable {
  /** The version of what would be started; undefined: nothing but itself could say. */
  release(service: Service): Promise<string | undefined>;
  /** Resolves only when ready, and rejects with the tail of the log, leaving nothing behind. */
  start<P extends string>(service: Service<P>, signal?: AbortSignal): Promise<Running<P>>;
}

/** What a command has to say while it fetches: "prometheus 3.16.0: 34 of 120 MB". */
export type Progress = (line: string) => void;

/** Where stacks run; one for a command. Disposing removes its run directory and whatever else is left. */
export interface Runtime extends AsyncDisposable {
  readonly kind: "container" | "process";
  /** Finds or fetches all that these need, side by side, before anything starts; rejects naming all that is missing. */
  prepare(
    services: readonly Service[],
    tools: readonly Tool[],
    progress: Progress,
    signal?: AbortSignal,
  ): Promise<void>;
  network(name: string): Promise<Network>;
  /** `files` are written to a directory of their own; `args` gets the name that a file has there. */
  run(
    tool: Tool,
    args: (path: (name: string) => string) => readonly string[],
    files: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<ToolRun>;
}
