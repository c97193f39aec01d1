// A worker thread knows nothing of TypeScript, whatever its parent knows.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
