/**
 * Level lines of values on a grid, by marching squares with linear interpolation along the sides of
 * each square, joined into polylines. Squares with a value that is not finite are left out.
 */

export interface Contour {
  /** x₀, y₀, x₁, y₁, … in the coordinates of the grid. */
  readonly points: readonly number[];
}

/**
 * @param x length columns, ascending
 * @param y length rows, ascending
 * @param values entry [row · columns + column]
 */
export function contours(x: Float64Array, y: Float64Array, values: Float64Array, level: number): readonly Contour[] {
  const columns = x.length;
  const rows = y.length;
  /** Sides of squares: even numbers run along x from a grid point, odd ones along y. */
  const place = new Map<number, readonly [number, number]>();
  const neighbors = new Map<number, number[]>();
  const value = (c: number, r: number): number => values[r * columns + c] ?? Number.NaN;
  const crossing = (c: number, r: number, along: 0 | 1): number => {
    const id = 2 * (r * columns + c) + along;
    if (!place.has(id)) {
      const from = value(c, r);
      const to = along === 0 ? value(c + 1, r) : value(c, r + 1);
      const share = (level - from) / (to - from);
      const [x0, y0] = [x[c] ?? 0, y[r] ?? 0];
      place.set(id, along === 0 ? [x0 + share * ((x[c + 1] ?? x0) - x0), y0] : [x0, y0 + share * ((y[r + 1] ?? y0) - y0)]);
    }
    return id;
  };
  const join = (p: number, q: number): void => {
    neighbors.set(p, [...(neighbors.get(p) ?? []), q]);
    neighbors.set(q, [...(neighbors.get(q) ?? []), p]);
  };
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0; c + 1 < columns; c++) {
      const corner = [value(c, r), value(c + 1, r), value(c + 1, r + 1), value(c, r + 1)] as const;
      if (!corner.every(Number.isFinite)) continue;
      const above = corner.map((each) => each >= level);
      const sides: number[] = [];
      if (above[0] !== above[1]) sides.push(crossing(c, r, 0));
      if (above[1] !== above[2]) sides.push(crossing(c + 1, r, 1));
      if (above[2] !== above[3]) sides.push(crossing(c, r + 1, 0));
      if (above[3] !== above[0]) sides.push(crossing(c, r, 1));
      const [first, second, third, fourth] = sides;
      if (first === undefined || second === undefined) continue;
      if (third === undefined || fourth === undefined) join(first, second);
      else if (corner[0] + corner[1] + corner[2] + corner[3] >= 4 * level === above[0]) {
        // A saddle: the middle belongs with the lower left corner, so the other two are cut off.
        join(first, second);
        join(third, fourth);
      } else {
        join(fourth, first);
        join(second, third);
      }
    }
  }
  return chains(place, neighbors);
}

/** Walks open lines from their ends, then closed ones from anywhere. */
function chains(
  place: ReadonlyMap<number, readonly [number, number]>, neighbors: ReadonlyMap<number, readonly number[]>,
): readonly Contour[] {
  const seen = new Set<number>();
  const found: Contour[] = [];
  const walk = (start: number): void => {
    const points: number[] = [];
    let at: number | undefined = start;
    let last = start;
    while (at !== undefined) {
      seen.add(at);
      points.push(...(place.get(at) ?? []));
      last = at;
      at = (neighbors.get(at) ?? []).find((next) => !seen.has(next));
    }
    // A closed line ends beside its start.
    if (points.length > 4 && (neighbors.get(last) ?? []).includes(start)) points.push(...(place.get(start) ?? []));
    if (points.length >= 4) found.push({ points });
  };
  for (const [id, next] of neighbors) if (next.length === 1 && !seen.has(id)) walk(id);
  for (const id of neighbors.keys()) if (!seen.has(id)) walk(id);
  return found;
}
