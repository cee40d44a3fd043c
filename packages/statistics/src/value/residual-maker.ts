/**
 * What least squares on a level, a straight line and a season leaves of a series of `size` windows: a function from series to residuals.
 * Orthonormal columns by modified Gram–Schmidt; a column that the others explain already is left out.
 */
export function createResidualMaker(
  size: number,
  model: { readonly trend?: boolean; readonly season?: Uint8Array },
): (values: Float64Array) => Float64Array {
  const columns: Float64Array[] = [new Float64Array(size).fill(1)];
  if (model.trend === true) columns.push(Float64Array.from({ length: size }, (_, t) => t / size - 0.5));
  for (const place of [...new Set(model.season)].slice(1)) {
    columns.push(Float64Array.from({ length: size }, (_, t) => (model.season?.[t] === place ? 1 : 0)));
  }
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const rest = without(column, basis);
    const norm = Math.sqrt(dot(rest, rest));
    if (norm > 1e-9 * Math.sqrt(dot(column, column))) basis.push(rest.map((value) => value / norm));
  }
  return (values) => without(values, basis);
}

/** Projected out twice: rounding of the first pass is what the second removes. */
function without(values: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = values.slice();
  for (const unit of [...basis, ...basis]) {
    const share = dot(rest, unit);
    for (let t = 0; t < rest.length; t++) rest[t] = rest[t]! - share * unit[t]!;
  }
  return rest;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
  return sum;
}
