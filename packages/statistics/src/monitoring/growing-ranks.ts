const BINS = 1024;
const FIRST_SIZE = 1024;

/**
 * Ranks of new values among all earlier ones, exact, in a few steps each: values lie in bins that keep their order, a Fenwick
 * tree (Fenwick 1994) counts whole bins and only the value's own bin is read through.
 */
export class GrowingRanks {
  /** Earlier values below the one last asked for. */
  below = 0;
  /** Earlier values equal to it. */
  equal = 0;
  size = 0;
  private readonly tree = new Int32Array(BINS + 1);
  private readonly firstOfBin = new Int32Array(BINS).fill(-1);
  private values = new Float64Array(FIRST_SIZE);
  private nextInBin = new Int32Array(FIRST_SIZE);

  /** Sets `below` and `equal` for a value. */
  locate(value: number): void {
    const bin = binOf(value);
    let below = 0;
    let equal = 0;
    const { tree } = this;
    for (let node = bin; node > 0; node &= node - 1) below += tree[node]!;
    const { values, nextInBin } = this;
    for (let at = this.firstOfBin[bin]!; at >= 0; at = nextInBin[at]!) {
      const other = values[at]!;
      if (other < value) below++;
      else if (other === value) equal++;
    }
    this.below = below;
    this.equal = equal;
  }

  add(value: number): void {
    if (this.size === this.values.length) this.grow();
    const bin = binOf(value);
    this.values[this.size] = value;
    this.nextInBin[this.size] = this.firstOfBin[bin]!;
    this.firstOfBin[bin] = this.size++;
    for (let node = bin + 1; node <= BINS; node += node & -node) this.tree[node]!++;
  }

  private grow(): void {
    const values = new Float64Array(2 * this.size);
    const nextInBin = new Int32Array(2 * this.size);
    values.set(this.values);
    nextInBin.set(this.nextInBin);
    this.values = values;
    this.nextInBin = nextInBin;
  }
}

/** Increasing in the value; standard normal values spread over most bins, and nothing falls outside. */
function binOf(value: number): number {
  const squeezed = (1 + value / (1 + Math.abs(value))) / 2;
  return Math.min(BINS - 1, Math.floor(squeezed * BINS));
}
