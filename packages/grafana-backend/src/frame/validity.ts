/** Which rows have a value: Arrow's bitmap, lowest bit first; no bytes where no row is null. */
export interface Validity {
  readonly validity: Uint8Array<ArrayBuffer>;
  readonly nullCount: number;
}

export const ALL_VALID: Validity = { validity: new Uint8Array(0), nullCount: 0 };

/** `null` and `undefined` are "no value". */
export function toValidity(values: readonly unknown[]): Validity {
  let nullCount = 0;
  for (let row = 0; row < values.length; row++) if (values[row] == null) nullCount++;
  if (nullCount === 0) return ALL_VALID;
  const validity = new Uint8Array((values.length + 7) >> 3);
  for (let row = 0; row < values.length; row++) {
    if (values[row] != null) validity[row >> 3]! |= 1 << (row & 7);
  }
  return { validity, nullCount };
}
