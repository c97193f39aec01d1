import { contractOf } from "../helpers/contract.ts";

contractOf("process");
