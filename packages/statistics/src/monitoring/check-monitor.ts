import { requireArgument } from "../definition/require-argument.js";
import { sameLayout } from "../distribution/layout.js";
import type { DistributionWindows, Layout } from "../distribution/distribution.js";
import type { MonitorBlock, MonitorMember, MonitorSettings } from "./monitor-options.js";

/** @throws ModelwatchError `invalid-argument` for settings that contradict themselves. */
export function checkSettings(settings: MonitorSettings): void {
  const { unitDays, budgetDays, firstBet, minimumCount, afterAlarm } = settings;
  requireArgument(
    Number.isFinite(unitDays) && unitDays > 0,
    `unitDays is ${unitDays}`,
    "the width of a window in days, above 0",
  );
  requireArgument(
    Number.isFinite(budgetDays) && budgetDays > unitDays,
    `budgetDays is ${budgetDays}`,
    `more days than one window has (${unitDays})`,
  );
  requireArgument(
    Number.isInteger(firstBet) && firstBet >= 1,
    `firstBet is ${firstBet}`,
    "the number of windows in the reference period, a whole number from 1",
  );
  requireArgument(
    minimumCount === undefined || (Number.isFinite(minimumCount) && minimumCount >= 2),
    `minimumCount is ${minimumCount}`,
    "a number of rows, at least 2",
  );
  requireArgument(
    afterAlarm === "restart" || afterAlarm === "continue",
    `afterAlarm is ${JSON.stringify(afterAlarm)}`,
    '"restart" or "continue"',
  );
}

/** @throws ModelwatchError `invalid-argument` for a block that does not go with the first one, or holds bad counts. */
export function checkBlock(block: MonitorBlock, first: MonitorBlock = block): void {
  const { members, season, counted } = block;
  const windows = members[0]?.windows.windows ?? 0;
  requireArgument(members.length > 0, "there are no members", "at least one member");
  requireArgument(
    members.length === first.members.length,
    `${members.length} members follow ${first.members.length}`,
    "the same members in every block",
  );
  requireArgument(
    new Set(members.map(({ name }) => name)).size === members.length,
    "two members share a name",
    "each name once",
  );
  members.forEach((member, index) => checkMember(member, first.members[index]!, windows));
  requireArgument(
    (season === undefined) === (first.season === undefined),
    "season is given with some blocks only",
    "season with every block or with none",
  );
  if (season !== undefined) checkSeason(season.hourOfDay, season.dayOfWeek, windows);
  requireArgument(
    counted === undefined || counted.length === windows,
    `counted has ${counted?.length} entries`,
    `one for each of ${windows} windows`,
  );
}

function checkSeason(hourOfDay: ArrayLike<number>, dayOfWeek: ArrayLike<number>, windows: number): void {
  requireArgument(
    hourOfDay.length === windows && dayOfWeek.length === windows,
    `season has ${hourOfDay.length} hours and ${dayOfWeek.length} days`,
    `one of each for each of ${windows} windows`,
  );
  for (let row = 0; row < windows; row++) {
    const [hour, day] = [hourOfDay[row]!, dayOfWeek[row]!];
    const inside = hour >= 0 && hour < 24 && Number.isInteger(day) && day >= 0 && day <= 6;
    if (!inside) {
      requireArgument(
        inside,
        `window ${row} is at hour ${hour} of day ${day}`,
        "hours in [0, 24), days 0 to 6",
      );
    }
  }
}

function checkMember(
  { name, windows, against }: MonitorMember,
  first: MonitorMember,
  expected: number,
): void {
  requireArgument(
    name === first.name,
    `member ${name} stands where ${first.name} was`,
    "members in one order",
  );
  requireArgument(
    (against === undefined) === (first.against === undefined),
    `member ${name} has a second arm in some blocks only`,
    "both arms in every block",
  );
  for (const arm of against === undefined ? [windows] : [windows, against]) {
    requireArgument(
      arm.windows === expected,
      `member ${name} has ${arm.windows} windows`,
      `${expected}, as the first member`,
    );
    requireArgument(
      sameLayout(arm.layout, windows.layout) && continues(arm.layout, first.windows.layout),
      `the layout of member ${name} has changed`,
      "one layout for all windows of a member and its second arm; later, new categories may follow the known ones",
    );
    requireArgument(
      (arm.sums === undefined) === (first.windows.sums === undefined) &&
        (arm.sumsOfSquares === undefined) === (first.windows.sumsOfSquares === undefined),
      `member ${name} has sums or sums of squares in some places only`,
      "both in every block and both arms, or in none",
    );
    checkCounts(name, arm);
  }
}

/** Equal, or the same categories with new ones after them. */
function continues(layout: Layout, first: Layout): boolean {
  if (layout.kind === "numeric" || first.kind === "numeric") return sameLayout(layout, first);
  return first.categories.every((category, index) => category === layout.categories[index]);
}

function checkCounts(name: string, { windows, cells, counts, totals, sums }: DistributionWindows): void {
  requireArgument(
    counts.length === windows * cells && totals.length === windows && (sums?.length ?? windows) === windows,
    `member ${name} has ${counts.length} counts and ${totals.length} totals`,
    `${windows} × ${cells} counts and ${windows} totals`,
  );
  for (let row = 0; row < windows; row++) {
    let total = 0;
    for (let at = row * cells; at < (row + 1) * cells; at++) {
      const count = counts[at]!;
      if (!(count >= 0 && Math.floor(count) === count)) refuseCount(name, row, count);
      total += count;
    }
    if (total !== totals[row]) refuseCount(name, row, total);
  }
}

function refuseCount(name: string, row: number, count: number): void {
  requireArgument(
    false,
    `window ${row} of member ${name} has the count ${count}`,
    "finite whole numbers from 0 that add up to the window's total",
  );
}
