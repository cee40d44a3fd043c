/** A square matrix, row-major; its entries are exp(logScale) times `values`, so that high powers neither overflow nor vanish. */
export interface SquareMatrix {
  readonly size: number;
  readonly values: Float64Array;
  readonly logScale: number;
}

const LARGE = 1e140;

/** The product of two matrices of one size with entries ≥ 0. */
export function multiplySquare(a: SquareMatrix, b: SquareMatrix): SquareMatrix {
  const { size } = a;
  const values = new Float64Array(size * size);
  let greatest = 0;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const left = a.values[i * size + k]!;
      if (left === 0) continue;
      for (let j = 0; j < size; j++) {
        values[i * size + j] = values[i * size + j]! + left * b.values[k * size + j]!;
      }
    }
    for (let j = 0; j < size; j++) greatest = Math.max(greatest, values[i * size + j]!);
  }
  const logScale = a.logScale + b.logScale;
  if (greatest <= LARGE) return { size, values, logScale };
  return { size, values: values.map((value) => value / greatest), logScale: logScale + Math.log(greatest) };
}
