import { foldCategories, toCategorySums } from "../category-windows.js";
import type { CategoryWindowsRequest, WindowedSeries } from "../source.js";
import type { ClickHouseContext } from "./context.js";
import { readSumWindows } from "./sum-windows.js";

export async function readCategoryWindows(
  context: ClickHouseContext,
  request: CategoryWindowsRequest,
  signal?: AbortSignal,
): Promise<readonly WindowedSeries[]> {
  return foldCategories(
    await readSumWindows(context, toCategorySums(request), signal),
    request.categoryAttribute,
  );
}
