export function probe(a: f64): f64 {
  return a + 1;
}
