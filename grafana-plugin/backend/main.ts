import { serve } from "@modelwatch/grafana-backend";
import { createHandlers } from "./handlers.js";

// The process that Grafana's server starts.
await serve(createHandlers());
