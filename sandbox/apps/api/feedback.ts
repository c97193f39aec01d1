import type { FastifyInstance } from "fastify";
import type { Backend } from "./backend.ts";
import type { Query, Row } from "./database.ts";
import { echo, missingReference, sendProblem } from "./problem.ts";
import { words } from "./text.ts";

interface NewFeedback {
  readonly score: number;
  readonly comment: string;
}

interface Feedback extends Row {
  readonly id: number;
}

const newFeedback = {
  type: "object",
  required: ["score"],
  additionalProperties: false,
  properties: {
    score: { type: "integer", minimum: 1, maximum: 5 },
    comment: { ...words(0, 1000), default: "" },
  },
} as const;

const create: Query = {
  name: "new-feedback",
  type: "insert",
  table: "feedback",
  text: `insert into feedback (client_id, score, comment) values ($1, $2, $3)
    returning id, client_id as "clientId", score, comment, created_at as "createdAt"`,
};

export function addFeedback(app: FastifyInstance, { database, events }: Backend): void {
  app.post<{ Params: { id: string }; Body: NewFeedback }>(
    "/api/clients/:id/feedback",
    { schema: { body: newFeedback } },
    async (request, reply) => {
      const { id } = request.params;
      const { score, comment } = request.body;
      const noClient = { status: 404, detail: `There is no client ${echo(reply, "id", id)}.` };
      if (!/^[1-9]\d{0,8}$/.test(id)) return sendProblem(reply, noClient);
      const created = await missingReference(database.query<Feedback>(create, [Number(id), score, comment], request), {
        client_id: { pointer: "", detail: noClient.detail },
      });
      if ("status" in created) return sendProblem(reply, noClient);
      const [feedback] = created;
      if (feedback) events.feedbackGiven(request, { id: feedback.id, clientId: Number(id), score, comment });
      return reply.code(201).send(feedback);
    },
  );
}
