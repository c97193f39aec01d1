import { join } from "node:path";
import type { Beside } from "../sandbox/drill/play/session.ts";
import type { Versions } from "../sandbox/drill/play/staging.ts";
import { FiredrillError } from "../sandbox/errors.ts";
import type { Option } from "./command.ts";

/** The fixtures that come with the project. */
export const defaultFixtures = join(import.meta.dirname, "..", "fixtures");

/** Options of every command that boots a stack. */
export const stackOptions = {
  runtime: {
    type: "string",
    choices: ["auto", "container", "process"],
    help: "where it runs; also FIREDRILL_RUNTIME (default auto: containers where an engine and the images are at hand)",
  },
  fixtures: {
    type: "string",
    value: "DIR",
    help: "your own prometheus/, alertmanager/, load/ and drills/ (default: the project's)",
  },
  scale: { type: "string", value: "auto|K", default: "auto", help: "divide production time by K" },
  prometheus: { type: "string", value: "VERSION", help: "the Prometheus that you run in production" },
  alertmanager: { type: "string", value: "VERSION", help: "the Alertmanager that you run in production" },
} as const satisfies Record<string, Option>;

type Given = { readonly [K in keyof typeof stackOptions]: string | undefined };

export interface StackChoice {
  readonly wanted: "auto" | "container" | "process";
  readonly factor: number | "auto";
  readonly versions: Versions;
}

/** Of the options, what they mean. Rejects (`usage`) what makes no sense. */
export function stackOf(given: Given, env: NodeJS.ProcessEnv = process.env): StackChoice {
  const wanted = given.runtime ?? env["FIREDRILL_RUNTIME"] ?? "auto";
  if (wanted !== "auto" && wanted !== "container" && wanted !== "process") {
    throw new FiredrillError("usage", `FIREDRILL_RUNTIME is ${wanted}: expected auto, container, process`);
  }
  const factor =
    given.scale === undefined || given.scale === "auto" ? "auto" : factorOf("scale", given.scale, "auto, or ");
  return {
    wanted,
    factor,
    versions: {
      ...(given.prometheus === undefined ? {} : { prometheus: version("prometheus", given.prometheus) }),
      ...(given.alertmanager === undefined ? {} : { alertmanager: version("alertmanager", given.alertmanager) }),
    },
  };
}

/** Of `--with`, a list. Rejects (`usage`) what there is not. */
export function besideOf(text: string | undefined): Beside {
  const names = (text ?? "").split(",").map((name) => name.trim());
  const unknown = names.find((name) => name !== "" && name !== "logs" && name !== "tracing");
  if (unknown !== undefined) throw new FiredrillError("usage", `--with ${unknown}: expected logs, tracing`);
  return { logs: names.includes("logs"), traces: names.includes("tracing") ? "tracing" : undefined };
}

export function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new FiredrillError("usage", `--${option} ${text}: expected a whole number from 1`);
  return Number(text);
}

/** A number by which time is divided. */
export function factorOf(option: string, text: string, orElse = ""): number {
  const factor = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(factor >= 1 && Number.isFinite(factor)))
    throw new FiredrillError("usage", `--${option} ${text}: expected ${orElse}a plain decimal number from 1`);
  return factor;
}

function version(option: string, text: string): string {
  const plain = text.replace(/^v/, "");
  if (!/^\d+\.\d+\.\d+$/.test(plain))
    throw new FiredrillError("usage", `--${option} ${text}: expected a version such as 3.16.0`);
  return plain;
}
