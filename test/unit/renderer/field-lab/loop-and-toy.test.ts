/** Loops, the toy's numbers under the sliders, slices of computing, sentences. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inSlices } from '../../../../src-renderer/field-lab/in-slices.ts';
import { readLoop, rectangleBetween } from '../../../../src-renderer/field-lab/loop.ts';
import { minimizersOf, oneDimensionWords } from '../../../../src-renderer/field-lab/one-dimension-words.ts';
import { planeGrids } from '../../../../src-renderer/field-lab/plane-scene.ts';
import { planeWords } from '../../../../src-renderer/field-lab/plane-words.ts';
import { keepToy } from '../../../../src-renderer/field-lab/toy.ts';
import { planToDraw } from '../../../../src-renderer/field-lab/use-program-plane.ts';
import { busiestPair } from '../../../../src-renderer/field-lab/busiest-pair.ts';
import type { FIELD_SCHEMES } from '../../../../src-science/field/field-scheme.ts';
import { toyField } from '../../../../src-science/field/plane-field.ts';
import { surrogateLoss } from '../../../../src-science/field/one-dimension.ts';
import { normalForm } from '../../../../src-science/program/normal-form.ts';
import { parseProgram } from '../../../../src-science/program/parse-program.ts';
import { generate } from '../../../../src-science/program/generate.ts';

const TOY = { a1: 1, a2: 0.8, b: 1.2 };
const LOOP = { x1: [0.2, 0.7], x2: [0.1, 0.6] } as const;

describe('a loop', () => {
  it('of the interchange field has a circulation that is its curl integral and not 0', () => {
    const reading = readLoop(toyField(TOY, 'surrogate-interchange'), LOOP);
    expect(Math.abs(reading.circulation)).toBeGreaterThan(0.001);
    expect(Math.abs(reading.circulation - reading.curlIntegral)).toBeLessThanOrEqual(4 * (reading.circulationError + reading.curlError));
    expect(reading.circulationError).toBeLessThan(1e-9);
  });

  it.each(['true-penalty', 'surrogate-corrected'] as const)('of %s has none beyond its error', (scheme) => {
    const reading = readLoop(toyField(TOY, scheme), LOOP);
    expect(Math.abs(reading.circulation)).toBeLessThanOrEqual(4 * reading.circulationError);
    expect(Math.abs(reading.curlIntegral)).toBeLessThanOrEqual(4 * reading.curlError);
  });

  it('at the edge, where the field is infinite, says so in its error', () => {
    const inner = readLoop(toyField(TOY, 'surrogate-interchange'), LOOP);
    const edge = readLoop(toyField(TOY, 'surrogate-interchange'), { x1: [0.2, 1], x2: [0.1, 1] });
    expect(edge.circulationError).toBeGreaterThan(1000 * inner.circulationError);
  });
});

describe('a dragged rectangle', () => {
  it('is the same from any corner, inside the square, to three decimals', () => {
    const wanted = { x1: [0.123, 0.9], x2: [0.2, 1] };
    expect(rectangleBetween({ x1: 0.12345, x2: 0.2 }, { x1: 0.9, x2: 1.4 })).toEqual(wanted);
    expect(rectangleBetween({ x1: 0.9, x2: 0.2 }, { x1: 0.12345, x2: 1.4 })).toEqual(wanted);
  });

  it('too thin to mean one is none', () => {
    expect(rectangleBetween({ x1: 0.5, x2: 0.1 }, { x1: 0.503, x2: 0.9 })).toBeNull();
  });
});

it('keeps the toy a toy whichever slider moves wherever', () => {
  const number = fc.double({ min: 0.001, max: 4, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a1', 'a2', 'b'), number), { minLength: 1, maxLength: 8 }), (moves) => {
      let toy = TOY;
      for (const [name, value] of moves) {
        toy = keepToy({ ...toy, [name]: value }, name);
        // Throws where the numbers are no toy.
        toyField(toy, 'true-penalty');
        expect(toy[name]).toBeCloseTo(value, 10);
      }
    }),
  );
});

describe('the sentence about one variable', () => {
  it('names the interior minimizer of S26’s example, beyond one half', () => {
    expect(oneDimensionWords({ a: 1, b: 0.95 })).toMatch(/0\.66924, beyond ½/);
  });

  it.each([
    [0.5, /too, is least at 0/],
    [0.75, /interior minimizer at 0\.[0-4]/],
    [1, /never violated/],
    [-0.2, /boundary term vanishes/],
  ])('knows the case b = %d', (b, words) => {
    expect(oneDimensionWords({ a: 1, b })).toMatch(words);
  });

  it('marks points at which no nearby point of the curve is lower', () => {
    for (const b of [0.5, 0.75, 0.95]) {
      const mark = minimizersOf({ a: 1, b }).find((minimizer) => minimizer.curve === 'surrogateLoss');
      for (let x = 0; x <= 1; x += 0.01) expect(surrogateLoss({ a: 1, b }, x)).toBeGreaterThanOrEqual((mark?.value ?? Infinity) - 1e-12);
    }
  });
});

describe('the sentence about a plane', () => {
  const grid = (scheme: (typeof FIELD_SCHEMES)[number]) => planeGrids(toyField(TOY, scheme), 300);

  it('calls the interchange field the gradient of nothing and the others what they are', () => {
    expect(planeWords('surrogate-interchange', grid('surrogate-interchange'), null)).toMatch(/gradient of nothing/);
    expect(planeWords('true-penalty', grid('true-penalty'), null)).toMatch(/curl 0 everywhere/);
    expect(planeWords('surrogate-corrected', grid('surrogate-corrected'), null)).toMatch(/curl 0 everywhere/);
    expect(planeWords('naive-pathwise', grid('naive-pathwise'), null)).toMatch(/0 everywhere: nothing moves/);
  });

  it('says that Stokes holds only where the numbers do', () => {
    const loop = readLoop(toyField(TOY, 'surrogate-interchange'), LOOP);
    expect(planeWords('surrogate-interchange', grid('surrogate-interchange'), loop)).toMatch(/agree at −0\.0/);
    expect(planeWords('surrogate-interchange', grid('surrogate-interchange'), { ...loop, curlIntegral: loop.curlIntegral * 1.01 }))
      .toMatch(/differ/);
  });
});

describe('computing in slices', () => {
  function* counted(steps: number, done: { count: number }): Generator<void, string> {
    for (let i = 0; i < steps; i++) {
      done.count++;
      yield;
    }
    return 'end';
  }

  it('lets the window have its turn after every slice and gives the result', async () => {
    let time = 0;
    let pauses = 0;
    const done = { count: 0 };
    const clock = { now: () => (time += 3), pause: () => (pauses++, Promise.resolve()) };
    expect(await inSlices(counted(40, done), () => false, clock)).toEqual({ value: 'end' });
    expect(done.count).toBe(40);
    expect(pauses).toBeGreaterThanOrEqual(10);
  });

  it('ends at the next pause once abandoned', async () => {
    let time = 0;
    const done = { count: 0 };
    const clock = { now: () => (time += 3), pause: () => Promise.resolve() };
    expect(await inSlices(counted(1000, done), () => done.count > 5, clock)).toBeNull();
    expect(done.count).toBeLessThan(20);
  });
});

it('starts a problem’s plane at two variables that share its longest row', () => {
  const form = normalForm(generate('set-cover', { rows: 12, columns: 30, density: 0.3 }, 4));
  const [first, second] = busiestPair(form);
  const rows = Array.from({ length: form.rowCount }, (_, i) => form.column.subarray(form.start[i], form.start[i + 1]));
  const longest = Math.max(...rows.map((row) => row.length));
  expect(rows.some((row) => row.length === longest && row.includes(first) && row.includes(second))).toBe(true);
  expect(first).not.toBe(second);
});

describe('a problem', () => {
  const real = (k: number): string => {
    const names = Array.from({ length: k }, (_, j) => `x${j}`);
    const weights = names.map((name, j) => `${Math.sqrt(j + 2)} ${name}`).join(' + ');
    return `Minimize\n obj: ${names.join(' + ')}\nSubject To\n dense: ${weights} <= ${k / 2}\nBinary\n ${names.join(' ')}\nEnd\n`;
  };
  const drawn = (k: number) => planToDraw(parseProgram(new TextEncoder().encode(real(k)), 'p.lp').program);

  it('with a row of no exact form is refused in a sentence that names the row', () => {
    const { plan, refusal } = drawn(60);
    expect(plan).toBeNull();
    expect(refusal).toMatch(/^Row dense has no exact expectation: .+ real weights.*\. A field can be drawn only where every row has one\.$/);
  });

  it('whose evaluation would hold the window up is refused with its size', () => {
    expect(drawn(36).refusal).toMatch(/about \d+ million steps/);
  });

  it('with short rows is drawn', () => {
    expect(drawn(8).refusal).toBeNull();
  });
});
