/** The system's word (`ECONNREFUSED`), which libraries keep on the error or on one of its causes; empty where there is none. */
export function systemCode(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ("code" in each && typeof each.code === "string") return each.code;
    // undici's parser knows a code for some faults only
    if (each.name === "HTTPParserError") return "HPE";
  }
  return "";
}
