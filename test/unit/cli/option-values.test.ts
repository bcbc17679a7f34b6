import { describe, expect, it } from 'vitest';
import { descentSpecOf } from '../../../src-main/cli/descent-options.ts';
import { createProgressBar, progressLine } from '../../../src-main/cli/progress-bar.ts';
import { exitCodeOf, jsonText } from '../../../src-main/cli/output.ts';
import { collect, numberParser, parseNumber } from '../../../src-main/cli/option-values.ts';
import { settingOptions } from '../../../src-main/cli/setting-options.ts';
import { DESCENT } from '../../../src-science/descent/descent-settings.ts';
import { COUNT, SHARE, SHARE_BELOW_ONE } from '../../../src-science/settings/number-limits.ts';
import { aDescent } from '../../a-descent.ts';

/** What the option of a descent reads in a text. */
function read(flag: string, text: string): unknown {
  const option = settingOptions(DESCENT.settings).find(({ long }) => long === flag);
  if (option?.parseArg === undefined) throw new Error(`there is no option ${flag} with a parser`);
  return option.parseArg(text, undefined);
}

describe('option values', () => {
  it.each([['0', 0], ['-1.5', -1.5], ['+2', 2], ['.5', 0.5], ['1e-3', 1e-3], ['1E+2', 100]])('reads %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(['', ' ', 'NaN', 'nan', 'Infinity', '-Infinity', '∞', '1e999', '0x10', '1,5', '1 2', '1_000', 'one', '1e', '--1'])(
    'refuses %j as a number',
    (text) => {
      expect(() => parseNumber(text)).toThrow('must be a finite number');
    },
  );

  it('keeps numbers in their limits', () => {
    const count = numberParser(COUNT);
    expect(count('1e3')).toBe(1000);
    for (const text of ['0', '1.5', '-1', '9007199254740993']) {
      expect(() => count(text)).toThrow('It must be a whole number of at least 1.');
    }
    expect(() => numberParser({ whole: true, atLeast: 0, atMost: 10 })('11')).toThrow('It must be a whole number from 0 to 10.');
    expect(() => numberParser(SHARE)('1.01')).toThrow('It must be a number from 0 to 1.');
    expect(() => numberParser(SHARE_BELOW_ONE)('1')).toThrow('It must be a number of at least 0 and below 1.');
    expect(() => numberParser({ above: 0, atMost: 0.5 })('0')).toThrow('It must be a number above 0 and of at most 0.5.');
  });

  it('reads schedules and starts, and refuses what is malformed', () => {
    const refused = (flag: string, ...texts: readonly string[]): void =>
      texts.forEach((text) => expect(() => read(flag, text), `${flag} ${text}`).toThrow(/./));
    expect(read('--mu-ramp', '0.1:20')).toEqual({ from: 0.1, to: 20, shape: 'geometric', until: 1 });
    expect(read('--mu-ramp', '0:20:linear:0.5')).toEqual({ from: 0, to: 20, shape: 'linear', until: 0.5 });
    expect(read('--mu-ramp', '0:20:linear:0.5:0.25')).toEqual({ from: 0, to: 20, shape: 'linear', until: 0.5, hold: 0.25 });
    refused('--mu-ramp', '1', '1:2:cubic', '1:2:linear:0', '1:2:linear:2', '1:2:linear:1:1', '1:2:linear:1:0:0', '-1:2', 'a:b');
    expect(read('--mu-adaptive', '5:0.1:5:0.01')).toEqual({ start: 5, min: 0.1, max: 5, step: 0.01 });
    expect(() => read('--mu-adaptive', '5:0.1:5')).toThrow('Write it as START:MIN:MAX:STEP.');
    expect(() => read('--mu-adaptive', '5:-0.1:5:1')).toThrow('The smallest μ must be a number of at least 0.');
    expect(read('--step-schedule', 'cosine')).toEqual({ kind: 'cosine', final: 0 });
    expect(read('--step-schedule', 'inverse:100')).toEqual({ kind: 'inverse', halfLife: 100 });
    refused('--step-schedule', 'inverse', 'constant:1', 'cosine:2', 'step');
    expect(() => read('--step-schedule', 'step')).toThrow('It must be constant, cosine[:FINAL] or inverse:HALFLIFE.');
    expect(read('--temperature', '0.5,0.05,100')).toEqual({ start: 0.5, final: 0.05, halfLife: 100 });
    refused('--temperature', '0.5', '0.5,0.05', '0,1,1', '1,1,1,1', '1,,1', 'hot,1,1');
    expect(read('--difference-step', '0.5')).toBe(0.5);
    refused('--difference-step', '0', '0.6', '-0.1');
    expect(read('--start', 'uniform:0.3')).toEqual({ kind: 'uniform', value: 0.3 });
    expect(read('--start', 'random')).toEqual({ kind: 'random', center: 0.5, spread: 0.25 });
    expect(read('--start', 'random:0.5:0.2')).toEqual({ kind: 'random', center: 0.5, spread: 0.2 });
    expect(read('--start', 'lp')).toEqual({ kind: 'lp-relaxation', margin: 0.1 });
    expect(read('--start', 'lp:0.25:0.5')).toEqual({ kind: 'lp-relaxation', margin: 0.25, otherwise: 0.5 });
    expect(read('--start', 'lp:0.25')).toEqual({ kind: 'lp-relaxation', margin: 0.25 });
    refused('--start', 'lp:0.5', 'lp:0.1:1.1', 'lp:0.1:0.1:0.1', 'random:0.5:0.6', 'random:0.5:0.1:0.1', 'uniform:2', 'zero', 'given');
    expect(read('--anneal', '1:0.01')).toEqual({ temperature: 1, finalTemperature: 0.01 });
    refused('--anneal', '1', '1:0', '1:1:1');
  });

  it('collects repeated choices', () => {
    const parse = collect(['a', 'b'] as const);
    expect(parse('b', parse('a', undefined))).toEqual(['a', 'b']);
    expect(() => parse('c', undefined)).toThrow('Allowed choices are a, b.');
  });
});

const base = aDescent({
  evaluation: 'auto', samples: 64, optimizer: { name: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 1e-8 }, iterations: 100,
  snapshotEvery: 50, checkpointEvery: 100, decoders: ['threshold'],
});

describe('the options of a descent', () => {
  it('change only what they name', () => {
    expect(descentSpecOf(base, {}, null)).toEqual({ ...base, snapshotEvery: 0, checkpointEvery: 0 });
    expect(descentSpecOf(base, { optimizer: 'momentum', momentum: 0.8, muRamp: { from: 1, to: 2, shape: 'linear', until: 1 } }, null))
      .toMatchObject({
        optimizer: { name: 'momentum', momentum: 0.8 },
        mu: { kind: 'ramp', from: 1, to: 2 },
        step: 0.1,
      });
    expect(descentSpecOf(base, { beta1: 0.7 }, null).optimizer).toEqual({ name: 'adam', beta1: 0.7, beta2: 0.9, epsilon: 1e-8 });
    expect(descentSpecOf(base, { optimizer: 'momentum' }, null).optimizer).toEqual({ name: 'momentum', momentum: 0.9 });
    expect(descentSpecOf({ ...base, optimizer: { name: 'sgd' } }, { optimizer: 'adam', beta2: 0.5 }, null).optimizer).toEqual({
      name: 'adam',
      beta1: 0.9,
      beta2: 0.5,
      epsilon: 1e-8,
    });
    expect(descentSpecOf(base, { optimizer: 'mean-field', anneal: { temperature: 2, finalTemperature: 1 } }, null).optimizer).toEqual({
      name: 'mean-field',
      temperature: 2,
      finalTemperature: 1,
    });
    expect(descentSpecOf(base, { restarts: 3, loss: 'diffilo', decode: ['threshold', 'local-search'], searchWork: 9 }, null))
      .toMatchObject({ restarts: 3, loss: 'diffilo', decoders: ['threshold', 'local-search'], searchWork: 9 });
  });

  it('take a number of samples for the wish to sample', () => {
    expect(descentSpecOf(base, { samples: 8 }, null)).toMatchObject({ evaluation: 'sampled', samples: 8 });
    expect(descentSpecOf(base, { samples: 8, evaluation: 'auto' }, null).evaluation).toBe('auto');
  });

  it('carry the settings of single schemes', () => {
    const temperature = { start: 0.5, final: 0.05, halfLife: 100 };
    expect(descentSpecOf(base, { scheme: 'concrete', temperature }, null).tuning).toEqual({ temperature });
    expect(descentSpecOf(base, { scheme: 'finite-difference', differenceStep: 0.1 }, null).tuning).toEqual({ differenceStep: 0.1 });
    expect(descentSpecOf({ ...base, scheme: 'concrete', tuning: { temperature } }, {}, null).tuning).toEqual({ temperature });
    expect(descentSpecOf({ ...base, scheme: 'concrete', tuning: { temperature } }, { scheme: 'finite-difference' }, null).tuning)
      .toBeUndefined();
  });

  it('refuse contradictions', () => {
    expect(() => descentSpecOf(base, { mu: 1, muAdaptive: { start: 1, min: 0, max: 1, step: 0.1 } }, null))
      .toThrow('--mu, --mu-ramp, --mu-adaptive, --mu-parallel and --mu-sequential exclude each other');
    expect(() => descentSpecOf(base, { start: { kind: 'uniform', value: 0.1 } }, [0.5]))
      .toThrow('--start, --start-at and --start-model exclude each other');
    expect(() => descentSpecOf(base, { optimizer: 'sgd', beta1: 0.9 }, null)).toThrow('--beta1 means nothing to the optimizer sgd');
    expect(() => descentSpecOf(base, { anneal: { temperature: 2, finalTemperature: 1 } }, null))
      .toThrow('--anneal means nothing to the optimizer adam');
    expect(() => descentSpecOf(base, { optimizer: 'mean-field' }, null)).toThrow('The optimizer mean-field needs its settings');
  });
});

describe('output', () => {
  it('ends with 2 for bad usage and bad input, with 1 for everything else', () => {
    for (const code of ['usage', 'spec-invalid', 'problem-syntax', 'problem-truncated', 'file-missing', 'study-invalid', 'session-newer']) {
      expect(exitCodeOf(code)).toBe(2);
    }
    for (const code of ['internal', 'worker-crashed', 'disk-full', 'descent-diverged', 'cancelled', 'session-thread-lost']) {
      expect(exitCodeOf(code)).toBe(1);
    }
  });

  it('writes typed arrays as arrays and what JSON cannot say as null', () => {
    expect(JSON.parse(jsonText({ x: Float64Array.of(0.5, Number.NaN), bytes: Uint8Array.of(1, 0), bound: -Infinity }))).toEqual({
      x: [0.5, null],
      bytes: [1, 0],
      bound: '-Infinity',
    });
  });

  it('shows progress only on a terminal, and wipes it', () => {
    const event = { type: 'progress', fraction: 0.5, done: 50, unit: 'iterations', seconds: 2, incumbent: null, bound: null } as const;
    const write = (isTTY: boolean): string => {
      let written = '';
      const bar = createProgressBar({ isTTY, columns: 60, write: (text) => (written += text) });
      bar.show(event);
      bar.clear();
      return written;
    };
    expect(write(false)).toBe('');
    expect(write(true)).toMatch(/50 %.*50 iterations/);
    expect(write(true).endsWith('\r\u001b[2K')).toBe(true);
    expect(progressLine(event)).toContain('2.00 s left');
    expect(progressLine({ ...event, fraction: null, unit: 'nodes', incumbent: 12, bound: 10.5, incumbentMissed: 0 }))
      .toBe('50 nodes  best 12  bound 10.5  2.00 s');
    expect(progressLine({ ...event, fraction: null, unit: 'nodes', incumbent: 12, incumbentMissed: 1e-9 }))
      .toBe('50 nodes  best 12 (rows in tolerance)  2.00 s');
    expect(progressLine({ ...event, fraction: null, unit: 'nodes', incumbent: 12, incumbentMissed: null }))
      .toBe('50 nodes  best 12 (not checked yet)  2.00 s');
  });
});
