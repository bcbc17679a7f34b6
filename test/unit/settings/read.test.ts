/**
 * Every setting of a descent, an estimate and a decoding is read: changed where it means something, it changes what
 * comes out. A record that nothing reads fails here by its path.
 */
import { expect, it } from 'vitest';
import { DECODE } from '../../../src-science/decoding/decode-settings.ts';
import type { DecodeSpec } from '../../../src-science/decoding/decode-settings.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import { DESCENT } from '../../../src-science/descent/descent-settings.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { ESTIMATE } from '../../../src-science/estimation/estimate-settings.ts';
import type { EstimateSpec } from '../../../src-science/estimation/estimate-settings.ts';
import { estimate } from '../../../src-science/estimation/estimate.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { isWithin } from '../../../src-science/settings/number-limits.ts';
import type { Setting, Settings, Values } from '../../../src-science/settings/setting.ts';
import { defaultOf, settingsOfCase } from '../../../src-science/settings/walk.ts';

// Large enough that a search finds more than what it begins with, small enough for a hundred descents.
const form = normalForm(generate('set-cover', { rows: 30, columns: 60, density: 0.1 }, 5));
const d = form.variableCount;

/** What an outcome is, the clock apart. */
const print = (value: unknown): string =>
  JSON.stringify(
    value,
    (key, entry: unknown) => (key === 'seconds' ? undefined : ArrayBuffer.isView(entry) ? [...(entry as Float64Array)] : entry),
  );

function descended(spec: Values): string {
  const seen: unknown[] = [];
  const result = descend(form, spec as unknown as DescentSpec, {
    now: () => 0,
    onTrajectory: (chunk) => seen.push(chunk.columns),
    onSnapshot: (snapshot) => seen.push(snapshot),
    onCheckpoint: ({ iteration }) => seen.push(iteration),
  });
  return print([result, seen]);
}

const estimated = (spec: Values): string => print(estimate(form, spec as unknown as EstimateSpec, { now: () => 0 }));

function decoded(spec: Values): string {
  const { decoder, xHat, mu, samples, seed, searchWork } = spec as unknown as DecodeSpec;
  return print(decode(form, decoder, Float64Array.from(xHat), { mu, samples, seed, searchWork, now: () => 0 }));
}

const xHat = Array.from({ length: d }, (_, j) => 0.2 + (0.6 * j) / d);
const shortDescent = {
  iterations: 12,
  samples: 4,
  evaluation: 'sampled',
  decoders: ['threshold'],
  mu: { kind: 'ramp', from: 0.1, to: 20, shape: 'geometric', until: 1 },
};

/** What a setting needs beside it to mean something, where its record's condition does not say it all. */
const BESIDE: Readonly<Record<string, Values>> = {
  restartSpread: { restarts: 3 },
  errorShare: { interchangeError: 'kept' },
  searchWork: { decoders: ['local-search'], decoder: 'local-search', iterations: 1, step: 1e-9, start: { kind: 'given', xHat } },
  diveWork: { decoders: ['dive'], searchWork: 2000, iterations: 1, step: 1e-9, start: { kind: 'given', xHat } },
  fixing: { decoders: ['greedy-repair', 'local-search'], searchWork: 20_000 },
  'mu.sweeps': { optimizer: { name: 'mean-field', temperature: 20, finalTemperature: 2 } },
  'tuning.temperature': { scheme: 'concrete' },
  'tuning.differenceStep': { scheme: 'finite-difference' },
  'tuning.soft': { scheme: 'surrogate-interchange' },
  'decode: samples': { decoder: 'best-of-samples' },
  'decode: seed': { decoder: 'best-of-samples', samples: 2 },
  'decode: mu': { decoder: 'conditional-expectation' },
  'estimate: scheme': { evaluation: 'sampled' },
};
/** Read by whoever has a linear solver or a model, before a descent begins or after its end (`src-workers/kinds/descent.ts`). */
const ELSEWHERE = ['start.margin', 'start.otherwise', 'start.model', 'controls'];
/** An estimate stands at iteration 0. */
const UNREAD = ['gradient: tuning.temperature.final', 'gradient: tuning.temperature.halfLife'];

/** Other values of a setting, the likely ones first. */
function others(setting: Setting, value: unknown): readonly unknown[] {
  switch (setting.kind) {
    case 'number':
      return [1, 2, 3, 7, 0.3, 0.45, 0.05, 0.9, 40, 1e9].filter((number) => number !== value && isWithin(number, setting.limits));
    case 'choice':
      return Object.keys(setting.choices).filter((name) => name !== value);
    case 'names':
      return Object.keys(setting.choices).map((name) => [name]);
    case 'vector':
      return [xHat.map((x) => 1 - x)];
    default:
      return [];
  }
}

/** Whether some other value of the setting at `path` changes the outcome. @param put makes the spec that has the value */
function isRead(run: (spec: Values) => string, setting: Setting, put: (value: unknown) => Values, value: unknown): boolean {
  /** null where it is refused under what stands beside it. */
  const outcome = (of: unknown): string | null => {
    try {
      return run(put(of));
    } catch {
      return null;
    }
  };
  const before = outcome(value);
  return before !== null && others(setting, value).some((other) => ![before, null].includes(outcome(other)));
}

interface Leaf {
  readonly path: string;
  readonly setting: Setting;
  readonly put: (value: unknown) => Values;
}

/** Every setting that has a value of its own, with how it is put into a spec. */
function leaves(settings: Settings, path: string, put: (values: Values) => Values): Leaf[] {
  return Object.entries(settings).flatMap(([name, setting]): Leaf[] => {
    const at = path === '' ? name : `${path}.${name}`;
    if (setting.kind === 'group')
      return leaves(setting.settings, at, (values) =>
        put({ [name]: { ...(defaultOf(setting) as Values | null), ...values } }));
    if (setting.kind === 'variant') {
      return Object.entries(setting.variants).flatMap(([variant, { settings: inside }]) => {
        const whole = (values: Values): Values =>
          put({
            [name]: {
              [setting.tag]: variant,
              ...Object.fromEntries(Object.entries(inside).map(([part, each]) => [part, each.kind === 'vector' ? xHat : defaultOf(each)])),
              ...values,
            },
          });
        return leaves(inside, at, whole);
      });
    }
    return [{ path: at, setting, put: (value) => put({ [name]: value }) }];
  });
}

function unread(name: string, settings: Settings, base: Values, run: (spec: Values) => string): string[] {
  return leaves(settings, '', (values) => values).flatMap(({ path, setting, put }) => {
    const beside = Object.entries(BESIDE).filter(([about]) =>
      path === about || path.startsWith(`${about}.`) || `${name}: ${path}` === about
    ).map(([, values]) => values);
    const value = setting.kind === 'vector' ? xHat : defaultOf(setting);
    const usual = value === null && setting.optional === true ? undefined : value;
    const whole = (of: unknown): Values => [base, ...beside, put(of)].reduce((spec, more) => ({ ...spec, ...more }));
    return isRead(run, setting, whole, usual) ? [] : [`${name}: ${path}`];
  });
}

const defaultsOf = (settings: Settings): Values =>
  Object
    .fromEntries(Object.entries(settings).flatMap((
      [name, setting],
    ) => (setting.optional === true ? [] : [[name, setting.kind === 'vector' ? xHat : defaultOf(setting)]])));

it('every setting of a descent is read', () => {
  const base = { ...defaultsOf(DESCENT.settings), ...shortDescent };
  expect(unread('descent', DESCENT.settings, base, descended).map((path) => path.replace('descent: ', ''))).toEqual(ELSEWHERE);
});

it.each(['loss', 'gradient'] as const)('every setting of an estimate of the quantity %s is read', (quantity) => {
  const { [ESTIMATE.tag]: _quantity, ...settings } = settingsOfCase(ESTIMATE, () => quantity) as Settings;
  const base = { ...defaultsOf(settings), quantity, samples: 64 };
  // Of a gradient μ is only kept.
  expect(unread(quantity, settings, base, estimated)).toEqual(quantity === 'gradient' ? [...UNREAD, 'gradient: mu'] : []);
});

it('every setting of a decoding is read', () => {
  expect(unread('decode', DECODE.settings, defaultsOf(DECODE.settings), decoded)).toEqual([]);
});
