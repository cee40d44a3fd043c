/** Uniform and normal numbers from a seed and a stream number; the same on every machine. */
export interface RandomStream {
  /** Uniform in (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * The small fast counter generator of 128 bits of state (sfc32 of Doty-Humphrey's PractRand, public domain): streams of a simulation
 * that lasts hours must not overlap, which a state of 32 bits cannot promise. Normals by Marsaglia's polar method (1964).
 */
export function createRandomStream(seed: number, stream: number): RandomStream {
  let a = seed | 0;
  let b = stream | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  let spare = Number.NaN;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum;
  };
  for (let warmUp = 0; warmUp < 20; warmUp++) next();
  const uniform = (): number => ((next() >>> 0) + 0.5) / 4_294_967_296;
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * factor;
      return x * factor;
    }
  };
  return { uniform, normal };
}
