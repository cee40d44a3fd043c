export { createClickHouseSource } from "./source.js";
export { CLICKHOUSE_DEFAULTS } from "./settings.js";
export type { ClickHouseSourceOptions, ClickHouseTables } from "./settings.js";
