/**
 * What the one-variable view draws: S26's Figures 1, 2(a) and 2(b), and the slopes, each with its curves and
 * the words that say which figure it is, what is drawn, and where the paper's text errs (docs/claims.md).
 */
import type { OneDimensionCurves } from '../../src-science/field/one-dimension.ts';
import type { OneSampleCurves } from '../../src-science/field/one-sample.ts';

type MarginalCurve = 'excess' | 'actualLoss'
  | 'surrogateLoss' | 'actualSlope' | 'surrogateSlope' | 'interchangeField' | 'printedField' | 'interchangePotential' | 'printedPotential';
type SampleCurve = 'density' | 'hard' | 'loss' | 'surrogate' | 'withoutIndicator';
export type CurveName = MarginalCurve | SampleCurve;

export interface CurveInfo {
  readonly name: CurveName;
  readonly label: string;
  readonly series: 'true-penalty' | 'surrogate-interchange' | 'surrogate-corrected' | 'naive-pathwise' | 'exact';
  /** As S26 prints it, where that is wrong. */
  readonly printed: boolean;
  /** 1.75 px where left out. */
  readonly width?: number;
  readonly dash?: readonly number[];
}

export interface PlotInfo {
  readonly title: string;
  readonly help: string;
  /** What runs to the right: the marginal, or z = σ⁻¹(x̂) + σ⁻¹(ε) of one sample. */
  readonly axis: 'marginal' | 'z';
  readonly curves: readonly CurveInfo[];
  /** Never drawn beyond these multiples of a: slopes run to infinity at x̂ = 1. */
  readonly limit: { readonly low: number; readonly high: number } | null;
  /** Never shown as more than these, though a curve may be smaller. */
  readonly printedLimit: number | null;
}

const SURROGATE = 'surrogate-corrected';
const ACTUAL: CurveInfo = { name: 'actualLoss', label: 'actual loss E[φ̃]', series: 'true-penalty', printed: false };
const SURROGATE_LOSS: CurveInfo = { name: 'surrogateLoss', label: 'surrogate E[φ]', series: SURROGATE, printed: false };
/** The dashes of what is printed wrong. */
const PRINTED = { series: 'naive-pathwise', printed: true, dash: [5, 4] } as const;

export const PLOTS: readonly PlotInfo[] = [
  {
    title: 'S26, Figure 1: losses',
    help: 'The excess f₁ (drawn times a), the expected violation E[φ̃] that is meant, and the surrogate E[φ] = a f₁ + (a − b)x̂ that takes its place, over the marginal x̂. Dots are minimizers. The paper says that the surrogate’s exceeds ½ when b/(a − b) is small; it does when (a − b)/b is small, exactly when b > 5a/6.',
    axis: 'marginal',
    curves: [{ name: 'excess', label: 'f₁, times a', series: 'exact', printed: false, width: 1.25 }, ACTUAL, SURROGATE_LOSS],
    limit: null,
    printedLimit: null,
  },
  {
    title: 'S26, Figure 2(a): one sample',
    help: 'One sample over z = σ⁻¹(x̂) + σ⁻¹(ε), which is logistic about σ⁻¹(x̂): its density, the hard value x = 1[z ≥ 0], and the true loss φ̃ of the sample. Bold: the surrogate φ, 0 up to z = 0, where it jumps to a/2 − b and then rises to a − b. Dotted: a σ(z) − b without the indicator. The caption says that the bold line converges to 1; it converges to a − b.',
    axis: 'z',
    curves: [
      { name: 'density', label: 'density of z', series: 'exact', printed: false, width: 1.25 },
      { name: 'hard', label: 'x = 1[z ≥ 0]', series: 'naive-pathwise', printed: false, width: 1.25 },
      { name: 'loss', label: 'true loss φ̃', series: 'true-penalty', printed: false },
      { name: 'withoutIndicator', label: 'a σ(z) − b', series: SURROGATE, printed: false, width: 2, dash: [1.5, 4] },
      { name: 'surrogate', label: 'surrogate φ', series: SURROGATE, printed: false, width: 3.25 },
    ],
    limit: null,
    printedLimit: 1,
  },
  {
    title: 'S26, Figure 2(b): potentials',
    help: 'What each field descends, over x̂: the actual loss, the surrogate, and the potential of ĝ, which is a(f₁ + x̂/2) = E[φ] + (b − a/2)x̂. The figure’s caption has it right; section 2.1 prints E[φ] + a x̂/2, which is too large by (a − b)x̂.',
    axis: 'marginal',
    curves: [
      ACTUAL, SURROGATE_LOSS, { name: 'interchangePotential', label: 'potential of ĝ', series: 'surrogate-interchange', printed: false },
      { name: 'printedPotential', label: 'potential as printed', ...PRINTED },
    ],
    limit: null,
    printedLimit: null,
  },
  {
    title: 'Slopes and field (no figure of S26)',
    help: 'What a descent follows: the slopes of the actual loss and of the surrogate, and the field ĝ = a(f₁′ + ½) that remains when derivative and expectation are interchanged. Section 2.1 of S26 prints it too large by a − b.',
    axis: 'marginal',
    curves: [
      { name: 'actualSlope', label: 'slope of the actual loss', series: 'true-penalty', printed: false },
      { name: 'surrogateSlope', label: 'slope of the surrogate', series: SURROGATE, printed: false },
      { name: 'interchangeField', label: 'interchange field ĝ', series: 'surrogate-interchange', printed: false },
      { name: 'printedField', label: 'field as printed', ...PRINTED },
    ],
    limit: { low: -0.6, high: 1.6 },
    printedLimit: null,
  },
];

export interface OneDimensionPicture {
  readonly curves: OneDimensionCurves;
  readonly sample: OneSampleCurves;
  readonly a: number;
  readonly b: number;
  /** Multiplies every curve but density and hard value. */
  readonly mu: number;
  readonly printed: boolean;
  readonly minimizers: readonly { readonly curve: CurveName; readonly xHat: number; readonly value: number }[];
  /** Index into the points over x̂. */
  readonly cursor: number | null;
}

/** The curves of a plot that are drawn: those printed wrong only where asked for, f₁ only where the surrogate is made of it. */
export function shownCurves(plot: PlotInfo, picture: Pick<OneDimensionPicture, 'printed' | 'curves'>): readonly CurveInfo[] {
  return plot.curves.filter(
    (curve) => (picture.printed || !curve.printed) && (curve.name !== 'excess' || picture.curves.kind === 'crossing'),
  );
}

/** Places and values of a curve, μ included. */
export function valuesOf(picture: OneDimensionPicture, name: CurveName): { readonly x: Float64Array; readonly y: Float64Array } {
  const { curves, sample, mu } = picture;
  const times = (values: Float64Array): Float64Array => (mu === 1 ? values : values.map((value) => value * mu));
  switch (name) {
    case 'density':
    case 'hard':
      return { x: sample.z, y: sample[name] };
    case 'loss':
    case 'surrogate':
    case 'withoutIndicator':
      return { x: sample.z, y: times(sample[name]) };
    default:
      return { x: curves.xHat, y: times(curves[name]) };
  }
}
