export type SimpsonWarning = "none" | "opposite-sign" | "outside-interval";

/**
 * Does the pooled effect mislead? `opposite-sign`: pooled and stratified effects point in different directions and the
 * stratified one is not a matter of chance (its interval excludes 0). `outside-interval`: the pooled effect lies outside the
 * stratified interval. Effects are on a scale where 0 is no effect.
 */
export function detectSimpson(
  pooled: number,
  stratified: { readonly value: number; readonly low: number; readonly high: number },
): SimpsonWarning {
  const beyondChance = stratified.low > 0 || stratified.high < 0;
  if (beyondChance && pooled * stratified.value < 0) return "opposite-sign";
  return pooled < stratified.low || pooled > stratified.high ? "outside-interval" : "none";
}
