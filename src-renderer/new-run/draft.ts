/**
 * The new-run form without its looks. A draft is the text of every field, by the field's path in the
 * spec, so that nothing typed is lost on the way: a spec becomes a draft (`textsOf`), a draft becomes a
 * spec or complaints tied to fields (`specOf`). The two are inverse to each other on valid specs.
 */
import { JobSpec } from '../../src-contract/job-spec.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { Origin } from '../../src-contract/job-spec.ts';
import type { SpecComplaint } from '../../src-contract/session-request.ts';
import { recordsOf, valuesOf as valuesOfSpec } from '../../src-contract/configuration.ts';
import { JOB_KIND_NAMES } from '../../src-contract/job-kinds.ts';
import { casesOf, JOB_SETTINGS } from '../../src-contract/job-settings.ts';
import { DESCENT } from '../../src-science/descent/descent-settings.ts';
import { settingsOfCase, settingsWithin } from '../../src-science/settings/walk.ts';
import { parseMarginals, parseNumber } from '../form/parse-number.ts';
import { issueWords } from './issue-words.ts';
import { qualityBody, qualityTexts, QUALITY_TEXTS } from './quality-draft.ts';
import type { KeptQuality, RunPath } from './quality-draft.ts';
import { defaultTexts, textsAt, textsOfSettings, valuesOf } from './setting-texts.ts';
import type { FieldReader } from './setting-texts.ts';

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

const xHatTexts = (path: string): Texts => ({ [`${path}.source`]: 'constant', [`${path}.value`]: '0.5', [`${path}.typed`]: '', [`${path}.run`]: '', [`${path}.at`]: 'end' });

/** Where a descent starts has a field of its own in its place: more than the kinds of a start are offered there. */
const withoutKindOfStart = ({ 'descent.start.kind': _kind, ...texts }: Texts): Texts => texts;

/** Every field of every kind, with a value to begin with; the problem's own defaults come on top. */
export const BASE_TEXTS: Texts = {
  ...withoutKindOfStart(
    Object.assign(
      {},
      ...JOB_KIND_NAMES.filter((kind) => kind !== 'quality').flatMap(
        (kind) => casesOf(kind).map((settings) => defaultTexts(settings, kind)),
      ),
    ) as Texts,
  ),
  'exact.start.source': 'none',
  'exact.start.run': '',
  'exact.start.solution': 'best',
  'descent.start.source': 'uniform',
  'descent.start.typed': '',
  'descent.start.run': '',
  'descent.start.at': 'end',
  ...xHatTexts('estimate.xHat'),
  ...xHatTexts('decode.xHat'),
  ...xHatTexts('quality.xHat'),
  ...QUALITY_TEXTS,
};

/** How many values are still shown as text when a spec is edited; longer vectors are kept as they are. */
const MOST_TYPED = 64;

/** The texts of a spec's fields (of its kind only). */
export function textsOf(spec: JobSpec): Draft {
  const texts: Record<string, string> = {};
  const kept: Record<string, readonly number[]> = {};
  let keptQuality: KeptQuality | null = null;
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
  if (spec.kind !== 'quality') Object.assign(texts, withoutKindOfStart(textsOfSettings(recordsOf(spec), valuesOfSpec(spec), spec.kind)));
  switch (spec.kind) {
    case 'exact':
      texts['exact.start.source'] = spec.exact.start === null ? 'none' : 'kept';
      if (spec.exact.start !== null) kept['exact.start'] = spec.exact.start;
      if (spec.exact.ball) kept['exact.ball.center'] = spec.exact.ball.center;
      break;
    case 'descent':
      if (spec.descent.start.kind === 'given') marginals('descent.start', spec.descent.start.xHat);
      else texts['descent.start.source'] = spec.descent.start.kind;
      break;
    case 'estimate':
      marginals('estimate.xHat', spec.estimate.xHat);
      break;
    case 'decode':
      marginals('decode.xHat', spec.decode.xHat);
      break;
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
  const reader: FieldReader = { text, number, numberOrNull: (path) => parseNumber(text(path)) };
  const at = textsAt(kind, text);
  const start = (): object => {
    const source = text('descent.start.source');
    const within = settingsWithin(DESCENT.settings.start, source);
    return source !== 'given' && source in DESCENT.settings.start.variants ? {
      kind: source,
      ...valuesOf(within, 'descent.start', reader, at),
    } : { kind: 'given', xHat: marginals('descent.start') };
  };
  /** Around the start solution; only a spec that is being edited may have brought another center. */
  const ball = (around: readonly number[] | null): object | undefined => {
    const radius = optional('exact.ball.radius');
    if (radius === null) return undefined;
    if (text('exact.start.source') === 'run' || (
      around !== null && kept['exact.ball.center'] === undefined
    )) return { center: around, radius };
    if (kept['exact.ball.center'] === undefined) complain('exact.ball.radius', 'A ball needs a start solution for its center');
    return { center: keptVector('exact.ball.center'), radius };
  };
  const body = (): object => {
    if (kind === 'quality') return qualityBody(
      { text, number, marginals, complain, wait: () => void (waiting = true) },
      keptQuality,
      context.runPath ?? null,
    );
    const from = kind === 'exact' ? startSolution() : null;
    // Vectors have fields of their own: where they come from.
    const own = {
      'exact.start': () => from,
      'exact.ball': () => ball(from),
      'descent.start': start,
      'estimate.xHat': () => marginals('estimate.xHat'),
      'decode.xHat': () => marginals('decode.xHat'),
    };
    return valuesOf(settingsOfCase(JOB_SETTINGS[kind], (tag) => text(`${kind}.${tag}`)), kind, reader, at, own);
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
  const candidate = { version: 1, kind, ...origin(), [kind]: body() };
  if (complaints.length > 0 || waiting) return { spec: null, complaints };
  const parsed = JobSpec.safeParse(candidate);
  if (parsed.success) return { spec: parsed.data, complaints: [] };
  return { spec: null, complaints: parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issueWords(issue) })) };
}

/** The field of a kind's vector that may be taken from a run. */
export const VECTOR_OF = {
  exact: 'exact.start', descent: 'descent.start', estimate: 'estimate.xHat', decode: 'decode.xHat', quality: 'quality.xHat',
} as const satisfies Record<JobKind, string>;

/** The complaint of a field: its own, or one about a part of it that has no field. */
export function complaintOf(complaints: readonly SpecComplaint[], path: string): string | null {
  return complaints.find((complaint) => complaint.field === path)?.message ?? null;
}
