import { z } from "zod";
import type { Fault } from "./fault.ts";
import { allUp, requests } from "./ideal-series.ts";
import type { AddedRequest } from "./load-control.ts";
import { readParameters } from "./parameters.ts";
import { spec } from "./parts.ts";

const schema = z
  .strictObject({
    perSecond: z
      .number("expected logins per second, such as 20")
      .gt(0, "expected more than 0")
      .max(1000, "expected at most 1000"),
  })
  .transform((parameters) => spec("login-brute-force", parameters));

/** Somebody tries passwords, evenly, beside the users: one after the other for each of a few names. */
export const loginBruteForce: Fault<"login-brute-force"> = {
  kind: "login-brute-force",
  summary: "login-brute-force {perSecond}: so many logins with wrong passwords, beside the load",
  bracketMs: { process: 10, container: 20 },
  read: (parameters) => readParameters(schema, parameters),
  inject: ({ perSecond }, { load }) => load.add(attempts, perSecond),

  predict: ({ perSecond }, around) => {
    const all = around.requestsPerSecond;
    return [
      requests(around, "200", { before: all, during: all }),
      requests(around, "401", { before: "stale", during: perSecond, after: 0 }),
      ...allUp(around),
    ];
  },

  silences: () => [],

  evidence: (_spec, { targets }) =>
    targets["api"] && {
      selector: `http_requests_total{instance="${targets["api"].instance}",route="/api/auth/login",status_code="401"}`,
      shows: "above what it was",
    },
};

const users = ["admin", "root", "agent1", "agent2", "office"].map((name) => `${name}@bailbondpro.example`);
const passwords = ["123456", "password", "qwerty", "letmein", "bailbond"];

/** The same list every time; none of it is anybody's password. */
const attempts: readonly AddedRequest[] = users.flatMap((email) =>
  passwords.map((password) => ({
    method: "POST",
    path: "/api/auth/login",
    weight: 1,
    body: { email, password },
  })),
);
