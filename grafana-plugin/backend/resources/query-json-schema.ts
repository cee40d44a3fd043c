import { querySchema } from "@modelwatch/conventions/query";
import { z } from "zod";

/**
 * The query as an editor may write it, as JSON Schema: for completion and marks in a code editor. The range is the dashboard's.
 * Checks across fields are not in it; `validate` knows all.
 */
export const QUERY_JSON_SCHEMA: unknown = z.toJSONSchema(querySchema.omit({ range: true }), { io: "input" });
