/** Sizes up to here are computed one by one. */
const SMALL = 64;
/** Sizes above it lie on a grid of this many per octave. */
const PER_OCTAVE = 2;
/** A cubic runs through four sizes of the grid. */
const POINTS = 4;

/**
 * Positive functions of a sample's size, from few of their values: exact up to 64, above it cubic in the logarithms between sizes half
 * an octave apart, which noise floors (close to a power of the size) follow to one part in a thousand. Fills `into` for a whole
 * size n ≥ 1.
 */
export function expectBySize(
  expected: (n: number) => readonly number[],
): (n: number, into: Float64Array) => void {
  const exact = new Map<number, readonly number[]>();
  const at = (n: number): readonly number[] => {
    const values = exact.get(n) ?? expected(n);
    exact.set(n, values);
    return values;
  };
  const cubics = new Map<number, readonly Cubic[] | null>();
  return (n, into) => {
    const step = Math.floor(PER_OCTAVE * Math.log2(n / SMALL));
    let cubic = n <= SMALL ? null : cubics.get(step);
    if (cubic === undefined) cubics.set(step, (cubic = fitCubics(step, at)));
    if (cubic === null) {
      into.set(at(n));
      return;
    }
    const log = Math.log(n);
    for (let index = 0; index < cubic.length; index++) into[index] = Math.exp(evaluate(cubic[index]!, log));
  };
}

/** Newton's form: nodes and divided differences. */
interface Cubic {
  readonly nodes: Float64Array;
  readonly differences: Float64Array;
}

/** null where a value is 0 and has no logarithm. */
function fitCubics(step: number, at: (n: number) => readonly number[]): readonly Cubic[] | null {
  const sizes = Array.from({ length: POINTS }, (_, point) =>
    Math.round(SMALL * 2 ** ((step - 1 + point) / PER_OCTAVE)),
  );
  const values = sizes.map(at);
  if (values.some((each) => each.some((value) => value <= 0))) return null;
  const nodes = Float64Array.from(sizes, Math.log);
  return values[0]!.map((_, index) => {
    const differences = Float64Array.from(values, (each) => Math.log(each[index]!));
    for (let order = 1; order < POINTS; order++) {
      for (let point = POINTS - 1; point >= order; point--) {
        differences[point] =
          (differences[point]! - differences[point - 1]!) / (nodes[point]! - nodes[point - order]!);
      }
    }
    return { nodes, differences };
  });
}

function evaluate({ nodes, differences }: Cubic, at: number): number {
  let value = differences[POINTS - 1]!;
  for (let point = POINTS - 2; point >= 0; point--) {
    value = differences[point]! + (at - nodes[point]!) * value;
  }
  return value;
}
