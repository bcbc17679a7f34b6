/**
 * The new-run form without its looks. A draft is the text of every field, by the field's path in the
 * spec, so that nothing typed is lost on the way: a spec becomes a draft (`textsOf`), a draft becomes a
 * spec or complaints tied to fields (`specOf`). The two are inverse to each other on valid specs.
 */
import { JobSpec } from '../../src-contract/job-spec.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { Origin } from '../../src-contract/job-spec.ts';
import type { SpecComplaint } from '../../src-contract/session-request.ts';
import { parseMarginals, parseNumber } from '../form/parse-number.ts';
import { issueWords } from './issue-words.ts';
import { qualityBody, qualityTexts, QUALITY_TEXTS } from './quality-draft.ts';
import type { KeptQuality, RunPath } from './quality-draft.ts';
import { tuningOf, tuningTexts } from './tuning-draft.ts';

export type Texts = Readonly<Record<string, string>>;

export interface Draft {
  readonly texts: Texts;
  /** Vectors too long to type, as they came with the spec that is being edited; by path. */
  readonly kept: Readonly<Record<string, readonly number[]>>;
  /** What of a spec of gradient quality has no field. */
  readonly keptQuality?: KeptQuality;
  /** Where the vector of the spec that is being edited came from. */
  readonly keptOrigin?: Origin;
}

/** What a draft refers to besides its texts. */
export interface DraftContext {
  /** Number of variables of the problem. */
  readonly variables: number;
  /** x̂ (or start solution) taken from another run, by the path of its field; null while it is on its way. */
  readonly fromRun: Readonly<Record<string, readonly number[] | null>>;
  /** The trajectory of the run that gradient quality is measured along; null while it is on its way. */
  readonly runPath?: RunPath | null;
  /** Where those vectors stand in the runs they are taken from, by the path of the field. */
  readonly origins?: Readonly<Record<string, Origin | null>>;
  /** Why the run that a field names cannot give it anything, by the path of the field. */
  readonly strangers?: Readonly<Record<string, string | null>>;
  /** Puts ½ in the place of vectors that do not fit, without a word: so that the rest can be judged. */
  readonly standIn?: boolean;
}

export interface SpecOutcome {
  /** null while something is wrong or on its way. */
  readonly spec: JobSpec | null;
  readonly complaints: readonly SpecComplaint[];
}

/** Every field of every kind, with a value to begin with; the problem's own defaults come on top. */
export const BASE_TEXTS: Texts = {
  'exact.solver': 'highs',
  'exact.check': 'first',
  'exact.timeLimitSeconds': '',
  'exact.relativeGap': '0',
  'exact.feasibilityTolerance': '',
  'exact.start.source': 'none',
  'exact.start.run': '',
  'exact.start.solution': 'best',
  'exact.ball.radius': '',
  'descent.scheme': 'true-penalty',
  'descent.evaluation': 'auto',
  'descent.samples': '64',
  'descent.parametrization': 'logit',
  'descent.optimizer.name': 'adam',
  'descent.optimizer.momentum': '0.9',
  'descent.optimizer.beta1': '0.9',
  'descent.optimizer.beta2': '0.999',
  'descent.optimizer.epsilon': '1e-8',
  'descent.optimizer.temperature': '1',
  'descent.optimizer.finalTemperature': '0.01',
  'descent.step': '0.05',
  'descent.stepSchedule.kind': 'constant',
  'descent.stepSchedule.final': '0.01',
  'descent.stepSchedule.halfLife': '500',
  'descent.mu.kind': 'fixed',
  'descent.mu.value': '10',
  'descent.mu.from': '1',
  'descent.mu.to': '100',
  'descent.mu.shape': 'geometric',
  'descent.mu.until': '0.5',
  'descent.mu.hold': '0',
  'descent.mu.start': '1',
  'descent.mu.min': '0',
  'descent.mu.max': '100',
  'descent.mu.step': '0.01',
  'descent.mu.sweeps': '30',
  'descent.iterations': '2000',
  'descent.seed': '1',
  'descent.start.source': 'uniform',
  'descent.start.value': '0.5',
  'descent.start.center': '0.5',
  'descent.start.spread': '0.1',
  'descent.start.margin': '0.1',
  'descent.start.otherwise': '',
  'descent.start.typed': '',
  'descent.start.run': '',
  'descent.start.at': 'end',
  'descent.stopAtGradientNorm': '',
  'descent.recordEvery': '1',
  'descent.snapshotEvery': '0',
  'descent.checkpointEvery': '0',
  'descent.decoders': 'threshold,conditional-expectation',
  'descent.loss': 'plain',
  'descent.restarts': '1',
  'descent.restartSpread': '1',
  'descent.searchWork': '',
  ...tuningTexts('descent', undefined),
  'estimate.quantity': 'loss',
  'estimate.scheme': 'true-penalty',
  'estimate.evaluation': 'sampled',
  ...tuningTexts('estimate', undefined),
  'estimate.mu': '10',
  'estimate.samples': '10000',
  'estimate.seed': '1',
  'estimate.xHat.source': 'constant',
  'estimate.xHat.value': '0.5',
  'estimate.xHat.typed': '',
  'estimate.xHat.run': '',
  'estimate.xHat.at': 'end',
  'decode.decoder': 'conditional-expectation',
  'decode.mu': '',
  'decode.samples': '1000',
  'decode.searchWork': '',
  'decode.seed': '1',
  'decode.xHat.source': 'constant',
  'decode.xHat.value': '0.5',
  'decode.xHat.typed': '',
  'decode.xHat.run': '',
  'decode.xHat.at': 'end',
  ...QUALITY_TEXTS,
};

/** How many values are still shown as text when a spec is edited; longer vectors are kept as they are. */
const MOST_TYPED = 64;

const optionalText = (value: number | null): string => (value === null ? '' : String(value));

/** The texts of a spec's fields (of its kind only). */
export function textsOf(spec: JobSpec): Draft {
  const texts: Record<string, string> = {};
  const kept: Record<string, readonly number[]> = {};
  let keptQuality: KeptQuality | null = null;
  const flat = (path: string, value: object): void => {
    for (const [key, part] of Object.entries(value)) texts[`${path}.${key}`] = part === null ? '' : String(part);
  };
  const marginals = (path: string, xHat: readonly number[]): void => {
    const first = xHat[0];
    // A vector that came from a run stays what it is, and keeps where it came from.
    if (spec.origin === undefined && first !== undefined && path !== 'descent.start' && xHat.every((value) => value === first)) {
      texts[`${path}.source`] = 'constant';
      texts[`${path}.value`] = String(first);
    } else if (spec.origin === undefined && xHat.length <= MOST_TYPED && xHat.length > 1) {
      texts[`${path}.source`] = 'typed';
      texts[`${path}.typed`] = xHat.join(', ');
    } else {
      texts[`${path}.source`] = 'kept';
      kept[path] = xHat;
    }
  };
  switch (spec.kind) {
    case 'exact':
      texts['exact.solver'] = spec.exact.solver;
      texts['exact.check'] = spec.exact.check === true ? 'both' : 'first';
      texts['exact.timeLimitSeconds'] = optionalText(spec.exact.timeLimitSeconds);
      texts['exact.relativeGap'] = String(spec.exact.relativeGap);
      texts['exact.feasibilityTolerance'] = optionalText(spec.exact.feasibilityTolerance ?? null);
      texts['exact.start.source'] = spec.exact.start === null ? 'none' : 'kept';
      if (spec.exact.start !== null) kept['exact.start'] = spec.exact.start;
      texts['exact.ball.radius'] = optionalText(spec.exact.ball?.radius ?? null);
      if (spec.exact.ball) kept['exact.ball.center'] = spec.exact.ball.center;
      break;
    case 'descent': {
      const { optimizer, stepSchedule, mu, start, decoders, loss, restarts, restartSpread, searchWork, tuning, ...plain } = spec.descent;
      flat('descent', plain);
      // Written even where left out, so that what another preset said does not stay.
      flat(
        'descent', { loss: loss ?? 'plain', restarts: restarts ?? 1, restartSpread: restartSpread ?? 1, searchWork: searchWork ?? null },
      );
      Object.assign(texts, tuningTexts('descent', tuning));
      flat('descent.optimizer', optimizer);
      flat('descent.stepSchedule', stepSchedule);
      flat('descent.mu', { hold: 0, ...mu });
      texts['descent.decoders'] = decoders.join(',');
      if (start.kind === 'given') marginals('descent.start', start.xHat);
      else {
        const { kind, ...numbers } = start;
        texts['descent.start.source'] = kind;
        flat('descent.start', kind === 'lp-relaxation' ? { otherwise: null, ...numbers } : numbers);
      }
      break;
    }
    case 'estimate': {
      const { xHat, tuning, ...plain } = { tuning: undefined, ...spec.estimate };
      flat('estimate', plain);
      Object.assign(texts, tuningTexts('estimate', tuning));
      marginals('estimate.xHat', xHat);
      break;
    }
    case 'decode': {
      const { xHat, searchWork, ...plain } = spec.decode;
      flat('decode', { ...plain, searchWork: searchWork ?? null });
      marginals('decode.xHat', xHat);
      break;
    }
    case 'quality': {
      const written = qualityTexts(spec.quality);
      Object.assign(texts, written.texts);
      keptQuality = written.kept;
      if (spec.quality.shape === 'point') marginals('quality.xHat', spec.quality.xHat);
      break;
    }
  }
  return {
    texts, kept, ...(keptQuality === null ? {} : { keptQuality }), ...(spec.origin === undefined ? {} : { keptOrigin: spec.origin }),
  };
}

/** A draft with every field filled: the base, then the problem's defaults, then a spec to be edited. */
export function draftOf(specs: readonly JobSpec[]): Draft {
  let draft: Draft = { texts: BASE_TEXTS, kept: {} };
  for (const spec of specs) {
    const { texts, kept, ...more } = textsOf(spec);
    draft = { ...draft, texts: { ...draft.texts, ...texts }, kept: { ...draft.kept, ...kept }, ...more };
  }
  return draft;
}

/** The spec of one kind, or what is wrong with the fields it needs. */
export function specOf(kind: JobKind, { texts, kept, keptQuality = {}, keptOrigin }: Draft, context: DraftContext): SpecOutcome {
  const complaints: SpecComplaint[] = [];
  let waiting = false;
  const text = (path: string): string => texts[path] ?? '';
  const complain = (field: string, message: string): void => void complaints.push({ field, message });
  const number = (path: string): number => {
    const value = parseNumber(text(path));
    if (value === null) complain(path, text(path).trim() === '' ? 'A number is needed' : 'This is not a number');
    return value ?? 0;
  };
  const optional = (path: string): number | null => (text(path).trim() === '' ? null : number(path));
  const numbers = (path: string, names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, number(`${path}.${name}`)]));
  /** In the place of a vector that does not fit. */
  const standIn = (): readonly number[] => Array.from({ length: context.variables }, () => (kind === 'exact' ? 0 : 0.5));
  const fromRun = (path: string, what: string): readonly number[] => {
    const vector = context.fromRun[path] ?? null;
    const stranger = context.strangers?.[path] ?? null;
    if (context.standIn === true && (stranger !== null || vector?.length !== context.variables)) return standIn();
    if (text(`${path}.run`) === '') complain(`${path}.run`, `Choose the run that gives the ${what}`);
    else if (stranger !== null) complain(`${path}.run`, stranger);
    else if (vector === null) waiting = true;
    else if (vector.length !== context.variables) {
      complain(`${path}.run`, `That run has ${vector.length} variables, this problem ${context.variables}`);
    }
    return vector ?? [];
  };
  const keptVector = (path: string): readonly number[] => {
    const vector = kept[path] ?? [];
    if (context.standIn === true && vector.length !== context.variables) return standIn();
    if (vector.length !== context.variables) {
      complain(`${path}.source`, `These are ${vector.length} values for ${context.variables} variables`);
    }
    return vector;
  };
  const marginals = (path: string): readonly number[] => {
    switch (text(`${path}.source`)) {
      case 'constant': {
        const value = number(`${path}.value`);
        if (value < 0 || value > 1) complain(`${path}.value`, 'Marginals lie between 0 and 1');
        return Array.from({ length: context.variables }, () => value);
      }
      case 'run':
        return fromRun(path, 'marginals');
      case 'kept':
        return keptVector(path);
      default: {
        const typed = parseMarginals(text(`${path}.typed`), context.variables);
        if ('complaint' in typed && context.standIn === true) return standIn();
        if ('complaint' in typed) complain(`${path}.typed`, typed.complaint);
        return 'xHat' in typed ? typed.xHat : [];
      }
    }
  };
  const startSolution = (): readonly number[] | null => {
    const source = text('exact.start.source');
    return source === 'run' ? fromRun('exact.start', 'start solution') : source === 'kept' ? keptVector('exact.start') : null;
  };
  const start = (): object => {
    const source = text('descent.start.source');
    if (source === 'uniform') return { kind: source, ...numbers('descent.start', ['value']) };
    if (source === 'lp-relaxation') {
      const otherwise = optional('descent.start.otherwise');
      return { kind: source, ...numbers('descent.start', ['margin']), ...(otherwise === null ? {} : { otherwise }) };
    }
    if (source === 'random') return { kind: source, ...numbers('descent.start', ['center', 'spread']) };
    return { kind: 'given', xHat: marginals('descent.start') };
  };
  /** Around the start solution; only a spec that is being edited may have brought another center. */
  const ball = (around: readonly number[] | null): object => {
    const radius = optional('exact.ball.radius');
    if (radius === null) return {};
    if (text('exact.start.source') === 'run' || (around !== null && kept['exact.ball.center'] === undefined)) {
      return { ball: { center: around, radius } };
    }
    if (kept['exact.ball.center'] === undefined) complain('exact.ball.radius', 'A ball needs a start solution for its center');
    return { ball: { center: keptVector('exact.ball.center'), radius } };
  };
  const check = (): object => (text('exact.solver') === 'race' && text('exact.check') === 'both' ? { check: true } : {});
  const tolerance = (): object => {
    const asked = optional('exact.feasibilityTolerance');
    // 0 is what leaving it out means.
    return asked === null || asked === 0 ? {} : { feasibilityTolerance: asked };
  };
  const searchWork = (path: string): object => {
    const work = optional(path);
    return work === null ? {} : { searchWork: work };
  };
  /** A number that is left out of the spec where it says what leaving out means. */
  const unless =
    (path: string, name: string, nothing: string): object => (text(`${path}.${name}`) === nothing ? {} : numbers(path, [name]));
  const variant = (path: string, tag: string, members: Readonly<Record<string, readonly string[]>>): object => {
    const name = text(`${path}.${tag}`);
    return { [tag]: name, ...numbers(path, members[name] ?? []) };
  };
  const body = (): object => {
    switch (kind) {
      case 'exact': {
        const from = startSolution();
        return { exact: {
          solver: text('exact.solver'), timeLimitSeconds: optional('exact.timeLimitSeconds'), relativeGap: number('exact.relativeGap'),
          start: from, ...ball(from), ...check(), ...tolerance(),
        } };
      }
      case 'descent':
        return {
          descent: {
            scheme: text('descent.scheme'),
            evaluation: text('descent.evaluation'),
            parametrization: text('descent.parametrization'),
            optimizer: variant('descent.optimizer', 'name', OPTIMIZERS),
            stepSchedule: variant('descent.stepSchedule', 'kind', STEP_SCHEDULES),
            mu: {
              ...variant('descent.mu', 'kind', MU_SCHEDULES),
              ...(text('descent.mu.kind') === 'ramp' ? { shape: text('descent.mu.shape'), ...unless('descent.mu', 'hold', '0') } : {}),
            },
            start: start(),
            stopAtGradientNorm: optional('descent.stopAtGradientNorm'),
            decoders: text('descent.decoders').split(',').filter((name) => name !== ''),
            ...(text('descent.loss') === 'plain' ? {} : { loss: text('descent.loss') }),
            ...unless('descent', 'restarts', '1'),
            ...(text('descent.restarts') === '1' ? {} : unless('descent', 'restartSpread', '1')),
            ...searchWork('descent.searchWork'),
            ...tuningOf('descent', text('descent.scheme'), number, text),
            ...numbers('descent', ['samples', 'step', 'iterations', 'seed', 'recordEvery', 'snapshotEvery', 'checkpointEvery']),
          },
        };
      case 'estimate': {
        const quantity = text('estimate.quantity');
        return {
          estimate: {
            quantity,
            xHat: marginals('estimate.xHat'),
            ...(quantity === 'gradient' ? {
              scheme: text('estimate.scheme'), evaluation: text('estimate.evaluation'),
              ...tuningOf('estimate', text('estimate.scheme'), number, text),
            } : {}),
            ...numbers('estimate', ['mu', 'samples', 'seed']),
          },
        };
      }
      case 'decode':
        return { decode: {
          decoder: text('decode.decoder'), xHat: marginals('decode.xHat'), mu: optional('decode.mu'), ...searchWork('decode.searchWork'),
          ...numbers('decode', ['samples', 'seed']),
        } };
      case 'quality':
        return { quality: qualityBody(
          { text, number, marginals, complain, wait: () => void (waiting = true) }, keptQuality, context.runPath ?? null,
        ) };
    }
  };
  /** Where the vector came from, for a run that was told to take one from another. */
  const origin = (): { readonly origin?: Origin } => {
    const path = VECTOR_OF[kind];
    const source = text(`${path}.source`);
    const from = kind === 'quality' && text('quality.shape') === 'path'
      ? undefined
      : source === 'run'
      ? context.origins?.[path]
      : source === 'kept'
      ? keptOrigin
      : undefined;
    return from === undefined || from === null ? {} : { origin: from };
  };
  if (kind === 'quality' && text('quality.shape') === 'path' && text('quality.points.source') === 'run') {
    const stranger = context.strangers?.['quality.points'] ?? null;
    if (stranger !== null) complain('quality.points.run', stranger);
  }
  const candidate = { version: 1, kind, ...origin(), ...body() };
  if (complaints.length > 0 || waiting) return { spec: null, complaints };
  const parsed = JobSpec.safeParse(candidate);
  if (parsed.success) return { spec: parsed.data, complaints: [] };
  return { spec: null, complaints: parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issueWords(issue) })) };
}

/** The field of a kind's vector that may be taken from a run. */
export const VECTOR_OF = {
  exact: 'exact.start', descent: 'descent.start', estimate: 'estimate.xHat', decode: 'decode.xHat', quality: 'quality.xHat',
} as const satisfies Record<JobKind, string>;

export const OPTIMIZERS: Readonly<Record<string, readonly string[]>> = {
  sgd: [], momentum: ['momentum'], adam: ['beta1', 'beta2', 'epsilon'], 'mean-field': ['temperature', 'finalTemperature'],
};
export const STEP_SCHEDULES: Readonly<Record<string, readonly string[]>> = { constant: [], cosine: ['final'], inverse: ['halfLife'] };
export const MU_SCHEDULES: Readonly<Record<string, readonly string[]>> = {
  fixed: ['value'], ramp: ['from', 'to', 'until'], adaptive: ['start', 'min', 'max', 'step'], sequential: ['sweeps'],
};

/** The complaint of a field: its own, or one about a part of it that has no field. */
export function complaintOf(complaints: readonly SpecComplaint[], path: string): string | null {
  return complaints.find((complaint) => complaint.field === path)?.message ?? null;
}
