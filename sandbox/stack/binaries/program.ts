import type { Progress } from "../service.ts";

/** A program that was found, and how it is started. */
export interface Found {
  readonly path: string;
  /** As it says itself: "3.5.3"; undefined for one that the catalogue does not know. */
  readonly version: string | undefined;
  /** For people: "prometheus 3.5.3 from PATH (/usr/bin/prometheus)". */
  readonly origin: string;
  /** Put before the path where it can't be started as it is. */
  readonly wrap: readonly string[];
  /** Who it runs as, where that is not us: its data must belong to this user. */
  readonly owner?: number | undefined;
}

/** All programs of a kit, in one version, from one place. */
export interface FoundKit {
  readonly version: string;
  /** For people: "PATH", "release 3.16.0", "Debian forky's packages". */
  readonly place: string;
  /** By the catalogue's names. */
  readonly paths: Readonly<Record<string, string>>;
  /** An unpacked /usr/share that it came with, and that is not in its place. */
  readonly share?: string;
  /** Put before each of its programs, so that they find the libraries that they came with. */
  readonly libraries?: string;
}

/** Whom a fetch tells how far it is, and who may end it. */
export interface Fetching {
  readonly tell: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** A kit, or none; and always what was passed over or failed, as sentences for people. */
export interface Looked {
  readonly kit?: FoundKit;
  readonly reasons: readonly string[];
}

/** Which versions will do: at least one, or exactly one. */
export interface Wanted {
  /** Of a release that is to be fetched. */
  readonly pinned: string;
  readonly minimum: string;
  /** Asked for by name: only this one. */
  readonly exactly?: string;
}
