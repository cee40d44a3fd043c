/**
 * A fixed, white sequence in (−½, ½) that depends on the window's number and the signal's alone (the finaliser of MurmurHash3).
 * Counts lie on a lattice: windows without a single row of a rare category would all tie, and a residual, from which a slowly
 * moving mean was taken, orders ties by the mean's drift. Spreading each count over its own step keeps counts in order and ties
 * exchangeable.
 */
export function ditherOf(window: number, signal: number): number {
  let bits = Math.imul(window + 1, 0x9e3779b1) ^ Math.imul(signal + 1, 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  bits ^= bits >>> 16;
  return ((bits >>> 0) + 0.5) / 2 ** 32 - 0.5;
}
