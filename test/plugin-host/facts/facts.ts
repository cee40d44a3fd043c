import { CALL_FACTS } from "./call-facts.js";
import { DATA_FACTS } from "./data-facts.js";
import type { Fact } from "./fact.js";
import { HANDSHAKE_FACTS } from "./handshake-facts.js";
import { LOG_FACTS } from "./log-facts.js";
import { SERVICE_FACTS } from "./service-facts.js";

/** Everything that is asked of a running plugin over every connection. */
export const FACTS: readonly Fact[] = [
  ...HANDSHAKE_FACTS,
  ...DATA_FACTS,
  ...SERVICE_FACTS,
  ...LOG_FACTS,
  ...CALL_FACTS,
];
