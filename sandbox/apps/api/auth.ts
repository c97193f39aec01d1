import type { FastifyInstance } from "fastify";
import type { Backend } from "./backend.ts";
import type { Query, Row } from "./database.ts";
import { matches, nobody } from "./password.ts";
import { sendProblem } from "./problem.ts";
import type { Session } from "./store.ts";
import { words } from "./text.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asked, where they said so. */
    session: Session | null;
  }
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface User extends Row {
  readonly id: number;
  readonly password: string;
}

const credentials = {
  type: "object",
  required: ["email", "password"],
  additionalProperties: false,
  properties: {
    email: words(3, 200),
    password: words(1, 200),
  },
} as const;

const byEmail: Query = {
  name: "user-by-email",
  type: "select",
  table: "users",
  text: "select id, password from users where email = $1",
};

/**
 * Login, and who asks. No route needs a login: this is a sample under load. But who sends `authorization` is checked:
 * a token that no session has is answered with 401.
 */
export function addAuth(app: FastifyInstance, { database, store, events }: Backend): void {
  app.decorateRequest("session", null);
  app.addHook("preHandler", async (request, reply) => {
    const header = request.headers.authorization;
    if (header === undefined || !request.routeOptions.url?.startsWith("/api/")) return undefined;
    const token = /^Bearer ([\w-]{1,100})$/.exec(header)?.[1];
    request.session = (token === undefined ? undefined : await store.session(token, request)) ?? null;
    if (request.session) return undefined;
    events.tokenRefused(request);
    const detail = "There is no session of this token: log in again.";
    return sendProblem(reply.header("www-authenticate", "Bearer"), { status: 401, detail });
  });

  app.post<{ Body: Credentials }>("/api/auth/login", { schema: { body: credentials } }, async (request, reply) => {
    const { email, password } = request.body;
    const [user] = await database.query<User>(byEmail, [email], request);
    if (!(await matches(password, user?.password ?? nobody)) || !user) {
      events.loginFailed(request);
      return sendProblem(reply, { status: 401, detail: "The e-mail address or the password is wrong." });
    }
    const token = await store.openSession({ userId: user.id, email }, request);
    events.loggedIn(request, user.id);
    return { token, tokenType: "Bearer" };
  });
}
