/** Keeps the toy's numbers a toy, a₁ + a₂ > b ≥ a₁ ≥ a₂ > 0, whichever of them is moved. */
import type { ToyPlane } from '../../src-science/field/plane-field.ts';

/** b stays this share of a₂ below a₁ + a₂. */
const SLACK = 0.01;

const tidy = (value: number): number => Number(value.toPrecision(12));
/** To the slider's steps where that keeps the toy one. */
const rounded = (value: number, to: (x: number) => number): number => tidy(to(tidy(value * 100)) / 100);

/** The others give way to the one that was moved. */
export function keepToy(toy: ToyPlane, moved: 'a1' | 'a2' | 'b'): ToyPlane {
  let { a1, a2, b } = toy;
  if (moved === 'a1') a2 = Math.min(a2, a1);
  if (moved === 'a2') a1 = Math.max(a1, a2);
  if (moved === 'b') {
    // b in [a₁, a₁ + a₂): a smaller b takes a₁ (and a₂) down, a larger one takes a₂ and then a₁ up.
    a1 = Math.min(a1, b);
    a2 = Math.min(a2, a1);
    if (a1 + a2 <= b) a2 = Math.min(a1, rounded(b - a1 + SLACK * a1, Math.ceil));
    if (a1 + a2 <= b) {
      const half = rounded((b / 2) * (1 + SLACK), Math.ceil);
      a1 = half <= b ? half : (b / 2) * (1 + SLACK);
      a2 = a1;
    }
  } else {
    const most = a1 + a2 * (1 - SLACK);
    const below = rounded(most, Math.floor);
    b = Math.min(Math.max(b, a1), below >= a1 ? below : most);
  }
  return { a1: tidy(a1), a2: tidy(a2), b: tidy(b) };
}

export function toyComplaint(value: number): string | null {
  return value > 0 ? null : 'Must be greater than 0';
}
