/** The largest eigenvalue of a symmetric, positive semi-definite matrix (row-major) and its unit eigenvector, by power iteration. */
export function largestEigenvalue(
  matrix: Float64Array,
  size: number,
): { readonly value: number; readonly vector: Float64Array } {
  // an uneven start: orthogonal to a leading eigenvector only by accident
  let vector = Float64Array.from({ length: size }, (_, index) => 1 + 1 / (index + 2));
  let value = 0;
  for (let step = 0; step < 1000; step++) {
    const image = new Float64Array(size);
    for (let row = 0; row < size; row++) {
      let sum = 0;
      for (let column = 0; column < size; column++) sum += matrix[row * size + column]! * vector[column]!;
      image[row] = sum;
    }
    const length = Math.hypot(...image);
    if (length === 0) return { value: 0, vector };
    vector = image.map((entry) => entry / length);
    if (Math.abs(length - value) <= 1e-9 * length) return { value: length, vector };
    value = length;
  }
  return { value, vector };
}
