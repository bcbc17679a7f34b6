/** The greatest common divisor of two whole numbers; of 0 and a the size of a. */
export function commonDivisor(a: number, b: number): number {
  let x = Math.abs(a);
  let y = Math.abs(b);
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
