/** A number a row as vectors of length d, which is what a checkpoint holds. */

/** Vectors of length d that hold one number a row; one at least. */
export function rowVectors({ rowCount, variableCount }: { readonly rowCount: number; readonly variableCount: number }): number {
  return Math.max(1, Math.ceil(rowCount / Math.max(1, variableCount)));
}

export function packRows(values: Float64Array, d: number): readonly Float64Array[] {
  return Array.from({ length: rowVectors({ rowCount: values.length, variableCount: d }) }, (_, n) => {
    const vector = new Float64Array(d);
    vector.set(values.subarray(n * d, (n + 1) * d));
    return vector;
  });
}

/** @param into length m; left as it is where nothing was packed */
export function unpackRows(vectors: readonly Float64Array[], d: number, into: Float64Array): void {
  if (vectors.length === 0) return;
  for (let i = 0; i < into.length; i++) into[i] = vectors[Math.floor(i / d)]?.[i % d] ?? 0;
}
