/** The one-variable view: that it has the curves of S26's figures, says what is drawn, and keeps names off plots and each other. */
import { describe, expect, it } from 'vitest';
import { EXPORT_THEME } from '../../../../src-renderer/plot/chart-theme.ts';
import { PLOTS, shownCurves, valuesOf, type OneDimensionPicture } from '../../../../src-renderer/field-lab/one-dimension-plots.ts';
import {
  leastHeight,
  oneDimensionFrames,
  oneDimensionScene,
  REACH,
  titlePlace,
} from '../../../../src-renderer/field-lab/one-dimension-scene.ts';
import { minimizersOf } from '../../../../src-renderer/field-lab/one-dimension-words.ts';
import type { TextShape } from '../../../../src-renderer/plot/scene.ts';
import { oneDimensionCurves } from '../../../../src-science/field/one-dimension.ts';
import { oneSampleCurves } from '../../../../src-science/field/one-sample.ts';

function pictureOf(a: number, b: number, part: Partial<OneDimensionPicture> = {}): OneDimensionPicture {
  return {
    curves: oneDimensionCurves({ a, b }, 101),
    sample: oneSampleCurves({ a, b }, 0.4, REACH, 60),
    a,
    b,
    mu: 1,
    printed: false,
    minimizers: minimizersOf({ a, b }),
    cursor: null,
    ...part,
  };
}

const S26 = pictureOf(1, 0.95);
const plotOf = (figure: string) => {
  const plot = PLOTS.find(({ title }) => title.startsWith(figure));
  if (plot === undefined) throw new Error(`no plot of ${figure}`);
  return plot;
};
const namesOf = (figure: string, picture = S26): string[] => shownCurves(plotOf(figure), picture).map(({ name }) => name);

describe('S26’s figures', () => {
  it('have the curves of the paper', () => {
    expect(namesOf('S26, Figure 1')).toEqual(['excess', 'actualLoss', 'surrogateLoss']);
    expect(namesOf('S26, Figure 2(a)')).toEqual(['density', 'hard', 'loss', 'withoutIndicator', 'surrogate']);
    expect(namesOf('S26, Figure 2(b)')).toEqual(['actualLoss', 'surrogateLoss', 'interchangePotential']);
    const [dotted, bold] = ['withoutIndicator', 'surrogate'].map((name) =>
      plotOf('S26, Figure 2(a)').curves.find((curve) => curve.name === name)
    );
    expect(dotted?.dash).toBeDefined();
    expect(bold?.width ?? 0).toBeGreaterThan(3);
    expect(plotOf('S26, Figure 2(a)').axis).toBe('z');
  });

  it('give the surrogate as f₁ and a straight line', () => {
    const [f1, surrogate] = [valuesOf(S26, 'excess'), valuesOf(S26, 'surrogateLoss')];
    f1.x.forEach((x, i) => expect(surrogate.y[i]).toBeCloseTo((f1.y[i] ?? Number.NaN) + 0.05 * x, 14));
    expect(Math.min(...f1.y)).toBeCloseTo(-0.1456, 4);
  });

  it.each([
    ['S26, Figure 1', ['f₁', 'E[φ̃]', 'b/(a − b)', 'b > 5a/6']],
    ['S26, Figure 2(a)', ['density', '1[z ≥ 0]', 'Bold', 'Dotted', 'converges to 1; it converges to a − b']],
    ['S26, Figure 2(b)', ['actual loss', 'E[φ] + (b − a/2)x̂', 'caption has it right', 'E[φ] + a x̂/2', 'too large by (a − b)x̂']],
    ['Slopes and field (no figure', ['ĝ = a(f₁′ + ½)', 'too large by a − b']],
  ] as const)('%s says what is drawn and where the paper errs', (figure, words) => {
    for (const word of words) expect(plotOf(figure).help).toContain(word);
  });

  it('show what is printed wrong only when asked', () => {
    const printed = pictureOf(1, 0.95, { printed: true });
    expect(namesOf('S26, Figure 2(b)', printed)).toContain('printedPotential');
    const texts = (picture: OneDimensionPicture): string[] => {
      const frames = oneDimensionFrames(picture, 1200, 700);
      return oneDimensionScene(picture, frames, 1200, 700, EXPORT_THEME).shapes.flatMap((
        shape,
      ) => (shape.kind === 'text' ? [shape.text] : []));
    };
    expect(texts(S26)).toContain('a − b = 0.05');
    expect(texts(S26)).not.toContain('limit as printed');
    expect(texts(printed)).toContain('limit as printed');
    // The limit 1 is in view though no curve is as high but the hard value.
    expect(oneDimensionFrames(pictureOf(0.5, 0.4, { printed: true, mu: 3 }), 1200, 700)[1]?.y[1]).toBeGreaterThan(3);
  });

  it('leave out f₁ where the surrogate is not made of it', () => {
    for (const b of [-0.5, 1]) expect(namesOf('S26, Figure 1', pictureOf(1, b))).toEqual(['actualLoss', 'surrogateLoss']);
  });

  it('multiply losses by μ, and neither density nor hard value', () => {
    const doubled = pictureOf(1, 0.95, { mu: 2 });
    expect(valuesOf(doubled, 'density').y).toEqual(valuesOf(S26, 'density').y);
    expect(valuesOf(doubled, 'hard').y).toEqual(valuesOf(S26, 'hard').y);
    for (const name of ['excess', 'surrogate', 'interchangePotential'] as const) {
      expect(valuesOf(doubled, name).y).toEqual(valuesOf(S26, name).y.map((value) => 2 * value));
    }
  });
});

describe.each([[180, 300], [420, 900], [460, 400], [620, 390], [1000, 420], [1440, 420], [1900, 1000]])(
  'a picture of %d × %d px',
  (width, given) => {
    const height = Math.max(given, leastHeight(width));
    const pictures = [S26, pictureOf(1, 0.95, { printed: true, mu: 10, cursor: 40 }), pictureOf(2, -0.4),
      pictureOf(0.05, 2, { printed: true })];

    it('has plots that do not touch, with room to read them', () => {
      for (const picture of pictures) {
        const frames = oneDimensionFrames(picture, width, height);
        frames.forEach((frame, k) => {
          expect(frame.left).toBeGreaterThanOrEqual(0);
          expect(frame.left + frame.width).toBeLessThanOrEqual(width);
          expect(frame.top + frame.height + 36).toBeLessThanOrEqual(height + 1);
          expect(frame.height).toBeGreaterThanOrEqual(50);
          for (const other of frames.slice(k + 1)) {
            const beside = frame.left + frame.width < other.left || other.left + other.width < frame.left;
            const above = frame.top + frame.height + 30 < (titlePlace(other, PLOTS[frames.indexOf(other)] ?? PLOTS[0]!, picture, frames).y);
            expect(beside || above).toBe(true);
          }
        });
      }
    });

    it('has every name above its plot and below the title, in the picture', () => {
      for (const picture of pictures) {
        const frames = oneDimensionFrames(picture, width, height);
        const { shapes } = oneDimensionScene(picture, frames, width, height, EXPORT_THEME);
        const texts = shapes.filter((shape): shape is TextShape => shape.kind === 'text');
        PLOTS.forEach((plot, k) => {
          const frame = frames[k]!;
          const title = titlePlace(frame, plot, picture, frames);
          expect(title.y).toBeGreaterThan(6);
          for (const { label } of shownCurves(plot, picture)) {
            const own = texts.filter((text) =>
              text.text === label && text.x >= frame.left && text.x <= frame.left + frame.width && text.y > title.y && text.y < frame.top
            );
            expect(own).toHaveLength(1);
          }
        });
      }
    });
  },
);
