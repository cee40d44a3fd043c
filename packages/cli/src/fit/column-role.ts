import type { ColumnProfile } from "./profile-columns.js";

/** What a column is to the model, and why. */
export interface ColumnRole {
  readonly kind: "numeric" | "categorical" | "score" | "target" | "time" | "ignored";
  /** For people: what was seen, or that it was asked for. */
  readonly reason: string;
}

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/;
const INTEGER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;
const TIME = /^(DATE|TIME.*|TIMESTAMP.*|INTERVAL)$/;
/** Categories as they come; anything else (lists, structures, blobs) has no distribution. */
const CATEGORY = /^(BOOLEAN|VARCHAR|UUID|ENUM.*)$/;
const ID_NAME = /(^|[_\s.-])(id|uuid|guid)$|[a-z]Id$/i;

/** Below this many rows everything is distinct by chance. */
const FEW_ROWS = 20;
/** Texts longer than this on average are sentences. */
const FREE_TEXT_LENGTH = 60;

export function isNumber({ type }: { readonly type: string }): boolean {
  return NUMBER.test(type);
}

/** The role of a feature column for which nothing was asked. */
export function inferRole(profile: ColumnProfile): ColumnRole {
  const { type, filled, distinct } = profile;
  if (filled === 0) return ignored("it has no value");
  if (distinct <= 1) return ignored(`it is constant (${shorten(profile.min)})`);
  if (TIME.test(type)) return ignored("it is a time");
  if (isNumber(profile)) {
    return isSerial(profile) ? ignored("it numbers the rows or names them") : inferred("numeric", type);
  }
  if (!CATEGORY.test(type)) return ignored(`${type} has no distribution`);
  return inferCategory(profile);
}

function inferCategory({ name, type, filled, distinct, meanLength, numbers }: ColumnProfile): ColumnRole {
  if (numbers > filled / 2 && numbers < filled) {
    return ignored("most of it are numbers, the rest is not: name what is missing with --missing");
  }
  if (meanLength > FREE_TEXT_LENGTH) return ignored("it is free text");
  const isMostlyDistinct = filled >= FEW_ROWS && distinct > filled / 2;
  if (isMostlyDistinct || (ID_NAME.test(name) && distinct > FEW_ROWS)) {
    return ignored(`it names the rows (about ${distinct} values in ${filled} rows)`);
  }
  return inferred("categorical", type);
}

/** Integers that are all different: one for each row in a dense range, or called an id. */
function isSerial({ name, type, filled, distinct, min, max }: ColumnProfile): boolean {
  if (!INTEGER.test(type) || filled < FEW_ROWS || distinct < 0.9 * filled) return false;
  const isDense = Number(max) - Number(min) < 1.1 * filled;
  return isDense || ID_NAME.test(name);
}

function inferred(kind: "numeric" | "categorical", type: string): ColumnRole {
  return { kind, reason: type };
}

function ignored(reason: string): ColumnRole {
  return { kind: "ignored", reason };
}

function shorten(text: string | null): string {
  return text === null || text.length <= 40 ? String(text) : `${text.slice(0, 40)}…`;
}
