import { foldCategories, toCategorySums } from "../category-windows.js";
import type { CategoryWindowsRequest, WindowedSeries } from "../source.js";
import type { StoreSnapshot } from "./reader.js";
import { readSumWindows } from "./sum-windows.js";

export async function readCategoryWindows(
  store: StoreSnapshot,
  request: CategoryWindowsRequest,
): Promise<readonly WindowedSeries[]> {
  return foldCategories(await readSumWindows(store, toCategorySums(request)), request.categoryAttribute);
}
