import { foldCategories, toCategorySums } from "../category-windows.js";
import type { CategoryWindowsRequest, WindowedSeries } from "../source.js";
import type { MemoryData } from "./memory-data.js";
import { readSumWindows } from "./sum-windows.js";

export function readCategoryWindows(
  data: MemoryData,
  request: CategoryWindowsRequest,
): readonly WindowedSeries[] {
  return foldCategories(readSumWindows(data, toCategorySums(request)), request.categoryAttribute);
}
