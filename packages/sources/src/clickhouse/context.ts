import type { ClickHouseClient } from "./client.js";
import type { ClickHouseSettings, ClickHouseTables } from "./settings.js";
import { identifier, sql } from "./sql.js";
import type { Sql } from "./sql.js";

/** What every question to one ClickHouse needs. */
export interface ClickHouseContext {
  readonly client: ClickHouseClient;
  readonly settings: ClickHouseSettings;
}

export function tableSql({ database, tables }: ClickHouseSettings, kind: keyof ClickHouseTables): Sql {
  return sql`${identifier(database)}.${identifier(tables[kind])}`;
}
