/**
 * Circulation ∮ g·dx̂ round a rectangle and the integral of the curl inside it, which are equal by
 * Stokes' theorem and 0 for a gradient (S26 §3; docs/science.md, section 7). Both by Gauss–Legendre
 * quadrature, the one over edges, the other over the area: two computations that share only the field.
 */
import { requireRectangle, type Rectangle } from './field-grid.ts';
import { gaussLegendre, integrate } from './gauss-legendre.ts';
import { curl, firstComponent, secondComponent, type PlaneField } from './plane-field.ts';

/** Nodes an edge; enough for twelve digits inside [0.05, 0.95] and for four where a side lies on 0 or 1. */
const NODES = 48;

/**
 * ∮ g·dx̂ counterclockwise.
 * @param nodes of the rule on each edge
 * @throws RangeError for a rectangle outside the unit square
 * Cost: 4 · nodes evaluations.
 */
export function circulation(field: PlaneField, rectangle: Rectangle, nodes = NODES): number {
  requireRectangle(rectangle);
  const { x1, x2 } = rectangle;
  const across = integrate((x) => firstComponent(field, x, x2[0]) - firstComponent(field, x, x2[1]), x1[0], x1[1], nodes);
  const along = integrate((y) => secondComponent(field, x1[1], y) - secondComponent(field, x1[0], y), x2[0], x2[1], nodes);
  return across + along;
}

/**
 * ∬ (∂₁g₂ − ∂₂g₁) over the rectangle.
 * @param nodes of the rule in each direction
 * @throws RangeError for a rectangle outside the unit square
 * Cost: nodes² evaluations.
 */
export function curlIntegral(field: PlaneField, rectangle: Rectangle, nodes = NODES): number {
  requireRectangle(rectangle);
  const { node, weight } = gaussLegendre(nodes);
  const { x1, x2 } = rectangle;
  let sum = 0;
  for (let i = 0; i < node.length; i++) {
    const x = x1[0] + (x1[1] - x1[0]) * node[i]!;
    for (let k = 0; k < node.length; k++) sum += weight[i]! * weight[k]! * curl(field, x, x2[0] + (x2[1] - x2[0]) * node[k]!);
  }
  return sum * (x1[1] - x1[0]) * (x2[1] - x2[0]);
}
