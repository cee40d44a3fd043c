/** Numbers, one per window, that grow at the end. */
export class GrowingSeries {
  length = 0;
  private values = new Float64Array(64);

  push(value: number): void {
    if (this.length === this.values.length) {
      const values = new Float64Array(2 * this.length);
      values.set(this.values);
      this.values = values;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index]!;
  }

  copy(): Float64Array {
    return this.values.slice(0, this.length);
  }
}
