/**
 * Sums over the 32 samples of a block, in eight parts by lane mod 8: no addition waits for the one before
 * it, and compiled code that keeps the parts in the lanes of vectors adds in the same order.
 */

/** Σ of 32 lanes from `o` on, in eight parts by lane mod 8. Hot. */
export function laneSum(lanes: Float64Array, o: number): number {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
  for (let l = o; l < o + 32; l += 8) {
    s0 += lanes[l]!;
    s1 += lanes[l + 1]!;
    s2 += lanes[l + 2]!;
    s3 += lanes[l + 3]!;
    s4 += lanes[l + 4]!;
    s5 += lanes[l + 5]!;
    s6 += lanes[l + 6]!;
    s7 += lanes[l + 7]!;
  }
  return s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
}

/**
 * Adds Σ (value − shift) to `total[j]` and Σ (value − shift)² to `squared[j]`, each over 32 lanes in the same parts. Hot.
 */
export function shiftedSums(lanes: Float64Array, o: number, shift: number, j: number, total: Float64Array, squared: Float64Array): void {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
  let q0 = 0, q1 = 0, q2 = 0, q3 = 0, q4 = 0, q5 = 0, q6 = 0, q7 = 0;
  for (let l = o; l < o + 32; l += 8) {
    const g0 = lanes[l]! - shift;
    const g1 = lanes[l + 1]! - shift;
    const g2 = lanes[l + 2]! - shift;
    const g3 = lanes[l + 3]! - shift;
    const g4 = lanes[l + 4]! - shift;
    const g5 = lanes[l + 5]! - shift;
    const g6 = lanes[l + 6]! - shift;
    const g7 = lanes[l + 7]! - shift;
    s0 += g0;
    s1 += g1;
    s2 += g2;
    s3 += g3;
    s4 += g4;
    s5 += g5;
    s6 += g6;
    s7 += g7;
    q0 += g0 * g0;
    q1 += g1 * g1;
    q2 += g2 * g2;
    q3 += g3 * g3;
    q4 += g4 * g4;
    q5 += g5 * g5;
    q6 += g6 * g6;
    q7 += g7 * g7;
  }
  total[j]! += s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
  squared[j]! += q0 + q4 + (q2 + q6) + (q1 + q5 + (q3 + q7));
}

const part = new Float64Array(8);
const squaredPart = new Float64Array(8);

function joined(parts: Float64Array): number {
  return parts[0]! + parts[4]! + (parts[2]! + parts[6]!) + (parts[1]! + parts[5]! + (parts[3]! + parts[7]!));
}

/** The same over n of the 32 lanes. @param lane their numbers, ascending */
export function someShiftedSums(
  lanes: Float64Array, o: number, shift: number, j: number, total: Float64Array, squared: Float64Array, lane: Int32Array, n: number,
): void {
  part.fill(0);
  squaredPart.fill(0);
  for (let i = 0; i < n; i++) {
    const gap = lanes[o + lane[i]!]! - shift;
    part[lane[i]! & 7]! += gap;
    squaredPart[lane[i]! & 7]! += gap * gap;
  }
  total[j]! += joined(part);
  squared[j]! += joined(squaredPart);
}
