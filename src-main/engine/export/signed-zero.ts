/**
 * −0 in Parquet: hyparquet-writer keeps one of 0 and −0 in the dictionary of a column that has both
 * (`findings/hyparquet-writer-signed-zero.sh`), so such a column is written without one.
 */
export function keepsZeros(data: readonly unknown[]): { readonly encoding?: 'PLAIN' } {
  const negative = (value: unknown): boolean => (Array.isArray(value) ? value.some(negative) : Object.is(value, -0));
  return data.some(negative) ? { encoding: 'PLAIN' } : {};
}
