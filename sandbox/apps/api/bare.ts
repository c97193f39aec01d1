import closeWithGrace from "close-with-grace";
import { writeSync } from "node:fs";
import { tellAll } from "./backend.ts";
import { connect } from "./connect.ts";
import { addHealth } from "./health.ts";
import { addRoutes } from "./routes.ts";
import { createServer } from "./server.ts";
import { readSettings } from "./settings.ts";

/**
 * The same routes by the same environment, with nothing that watches them: no metrics, no request log, no control
 * port. What instrumentation costs is measured against this.
 */
const settings = readSettings(process.env);
const report = (error: Error) => void writeSync(2, `${error.stack}\n`);
const { database, store, checks, close } = connect(settings, undefined, report);
const users = createServer(report);

addRoutes(users, { database, store, events: tellAll([]), traffic: undefined });
addHealth(users, checks);
users.addHook("onClose", close);
closeWithGrace({ delay: 2000 }, () => users.close());

const url = await users.listen({ host: settings.host, port: settings.port });
writeSync(1, `${JSON.stringify({ level: "info", message: "listening", url })}\n`);
