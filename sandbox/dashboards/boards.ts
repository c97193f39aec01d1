import type { Board } from "./board.ts";
import { alerts } from "./boards/alerts.ts";
import { business } from "./boards/business.ts";
import { database } from "./boards/database.ts";
import { node } from "./boards/node.ts";
import { overview } from "./boards/overview.ts";
import { slo } from "./boards/slo.ts";

/** All there are; each is a file of its name. */
export const boards: readonly Board[] = [overview, slo, alerts, node, database, business];
