export { openDuckDbStore } from "./open-store.js";
export type { DuckDbStore, DuckDbStoreOptions } from "./open-store.js";
