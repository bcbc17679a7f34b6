/**
 * The new-run form without its looks: a spec becomes a draft (`textsOf`), a draft becomes a spec or complaints tied to
 * fields (`specOf`). The two are inverse to each other on valid specs.
 */
import { valuesOf as valuesOfSpec } from '../../src-contract/configuration.ts';
import { JOB_KIND_NAMES, JOB_KINDS } from '../../src-contract/job-kinds.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import { JobSpec } from '../../src-contract/job-spec.ts';
import type { Origin } from '../../src-contract/job-spec.ts';
import type { SpecComplaint } from '../../src-contract/session-request.ts';
import { NO_MODEL } from '../../src-science/network/predict-settings.ts';
import type { PathPoint, Setting } from '../../src-science/settings/setting.ts';
import { everySetting, givenVariant } from '../../src-science/settings/walk.ts';
import { parseMarginals } from '../form/parse-marginals.ts';
import type { TypedFor } from '../form/parse-marginals.ts';
import { parseNumber } from '../form/parse-number.ts';
import { keptList } from '../kinds/form/form-draft.ts';
import type { Draft, DraftReader, RunPath, Texts } from '../kinds/form/form-draft.ts';
import { askedOf, defaultTexts, textsAt, textsOfSettings, valuesOf } from '../kinds/form/setting-texts.ts';
import type { Placed } from '../kinds/form/setting-texts.ts';
import type { PageKind } from '../kinds/page-kind.ts';
import { issueWords } from './issue-words.ts';

/** What a draft refers to besides its texts. */
export interface DraftContext {
  /** Number of variables of the problem. */
  readonly variables: number;
  /** x̂ (or start solution) taken from another run, by the path of its field; null while it is on its way. */
  readonly fromRun: Readonly<Record<string, readonly number[] | null>>;
  /** The trajectory that points are taken from; null while it is on its way. */
  readonly runPath?: RunPath | null;
  /** Where those vectors stand in the runs they are taken from, by the path of the field. */
  readonly origins?: Readonly<Record<string, Origin | null>>;
  /** Why the run that a field names cannot give it anything, by the path of the field. */
  readonly strangers?: Readonly<Record<string, string | null>>;
  /** The problem's variables, where values are typed; null while they are on their way. */
  readonly typedFor?: TypedFor;
  /** Puts ½ in the place of vectors that do not fit, without a word: so that the rest can be judged. */
  readonly standIn?: boolean;
}

export interface SpecOutcome {
  /** null while something is wrong or on its way. */
  readonly spec: JobSpec | null;
  readonly complaints: readonly SpecComplaint[];
}

/** The fields of every kind in every case. */
export function fieldsOfAll(): readonly Placed[] {
  return JOB_KIND_NAMES.flatMap((kind) => {
    const { asks } = JOB_KINDS[kind];
    return ('cases' in asks ? Object.keys(asks.cases) : ['']).flatMap((name) => askedOf(kind, () => name));
  });
}

/** Every field of every kind, with a value to begin with; the problem's own defaults come on top. */
export const BASE_TEXTS: Texts = defaultTexts(fieldsOfAll());

/** The fields of a kind in the case that its texts choose. */
export function fieldsOf(kind: JobKind, texts: Texts): readonly Placed[] {
  return askedOf(kind, (tag) => texts[`${kind}.${tag}`] ?? '');
}

/** The texts of a spec's fields (of its kind only). */
export function textsOf(spec: JobSpec): Draft {
  const values = valuesOfSpec(spec);
  // A vector that came from a run stays what it is, and keeps where it came from.
  const draft = textsOfSettings(askedOf(spec.kind, (tag) => String(values[tag])), values, spec.origin !== undefined);
  return spec.origin === undefined ? draft : { ...draft, keptOrigin: spec.origin };
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

type Taken = 'marginals' | 'solution' | 'points';

/** What a field takes from a run: x̂, a solution, the points of a trajectory; null for a field that takes nothing. */
export function takenBy(setting: Setting): Taken | null {
  if (setting.kind === 'vector') return setting.entries === 'marginals' ? 'marginals' : 'solution';
  if (setting.kind === 'data' && setting.data === 'points') return 'points';
  return givenVariant(setting) === null ? null : 'marginals';
}

/** The field of a kind that may take something from a run, in the case that is chosen; the first where there are several. */
export function takerOf(kind: JobKind, texts: Texts): { readonly path: string; readonly takes: Taken } | null {
  for (const { path, setting } of fieldsOf(kind, texts)) {
    const takes = takenBy(setting);
    if (takes !== null) return { path, takes };
  }
  return null;
}

/** Complaints about a setting stand at its field. */
export function atFields(kind: JobKind, texts: Texts, complaints: readonly SpecComplaint[]): readonly SpecComplaint[] {
  const moved = fieldsOf(kind, texts).filter(({ name, path }) => path !== `${kind}.${name}`);
  return moved.length === 0 ? complaints : complaints.map((complaint) => {
    const to = moved.find(({ name }) => complaint.field === `${kind}.${name}` || complaint.field.startsWith(`${kind}.${name}.`));
    return to === undefined ? complaint : { ...complaint, field: to.path + complaint.field.slice(`${kind}.${to.name}`.length) };
  });
}

/** The spec of one kind, or what is wrong with the fields it needs. */
export function specOf(kind: JobKind, page: Pick<PageKind<JobKind>, 'values'>, draft: Draft, context: DraftContext): SpecOutcome {
  const { texts, keptOrigin } = draft;
  const complaints: SpecComplaint[] = [];
  let waiting = false;
  const text = (path: string): string => texts[path] ?? '';
  const complain = (field: string, message: string): void => {
    if (!complaints.some((one) => one.field === field && one.message === message)) complaints.push({ field, message });
  };
  const number = (path: string): number => {
    const value = parseNumber(text(path));
    if (value === null) complain(path, text(path).trim() === '' ? 'A number is needed' : 'This is not a number');
    return value ?? 0;
  };
  const standsIn = (vector: { readonly length: number } | null | undefined): boolean => (
    context.standIn === true && vector?.length !== context.variables
  );
  const constant = (value: number): readonly number[] => Array.from({ length: context.variables }, () => value);
  /** @param standIn in the place of each entry of a vector that does not fit */
  const fromRun = (path: string, what: string, standIn: number): readonly number[] => {
    const vector = context.fromRun[path] ?? null;
    const stranger = context.strangers?.[path] ?? null;
    if (standsIn(vector) || (context.standIn === true && stranger !== null)) return constant(standIn);
    if (text(`${path}.run`) === '') complain(`${path}.run`, `Choose the run that gives the ${what}`);
    else if (stranger !== null) complain(`${path}.run`, stranger);
    else if (vector === null) waiting = true;
    else if (vector.length !== context.variables) {
      complain(`${path}.run`, `That run has ${vector.length} variables, this problem ${context.variables}`);
    }
    return vector ?? [];
  };
  const keptVector = (path: string, standIn: number): readonly number[] => {
    const vector = (keptList(draft, path) ?? []) as readonly number[];
    if (standsIn(vector)) return constant(standIn);
    if (vector.length !== context.variables) {
      complain(`${path}.source`, `These are ${vector.length} values for ${context.variables} variables`);
    }
    return vector;
  };
  const reader: DraftReader = {
    text,
    number,
    numberOrNull: (path) => parseNumber(text(path)),
    marginals(path) {
      switch (text(`${path}.source`)) {
        case 'constant': {
          const value = number(`${path}.value`);
          if (value < 0 || value > 1) complain(`${path}.value`, 'Marginals lie between 0 and 1');
          return constant(value);
        }
        case 'run':
          return fromRun(path, 'marginals', 0.5);
        case 'kept':
          return keptVector(path, 0.5);
        default: {
          const typed = parseMarginals(text(`${path}.typed`), context.variables, context.typedFor ?? null);
          if (context.standIn === true && (typed === null || 'complaint' in typed)) return constant(0.5);
          if (typed === null) waiting = true;
          else if ('complaint' in typed) complain(`${path}.typed`, typed.complaint);
          return typed !== null && 'xHat' in typed ? typed.xHat : [];
        }
      }
    },
    solution(path) {
      const source = text(`${path}.source`);
      return source === 'run' ? fromRun(path, 'start solution', 0) : source === 'kept' ? keptVector(path, 0) : null;
    },
    keptSolution: (path) => (keptList(draft, path) === undefined ? undefined : keptVector(path, 0)),
    model(path) {
      const hash = text(path);
      if (hash === '' && context.standIn !== true) complain(path, 'Choose a training of this session');
      return hash === '' ? NO_MODEL : hash;
    },
    points(path) {
      if (text(`${path}.source`) === 'kept') return (keptList(draft, path) ?? []) as readonly PathPoint[];
      const stranger = context.strangers?.[path] ?? null;
      if (text(`${path}.run`) === '') complain(`${path}.run`, 'Choose the run whose trajectory is measured');
      else if (stranger !== null) complain(`${path}.run`, stranger);
      number(`${path}.most`);
      if ((context.runPath ?? null) === null) waiting = true;
      return context.runPath?.points ?? [];
    },
    runPath: context.runPath ?? null,
    kept: (path) => draft.kept[path],
    complain,
  };
  const body = valuesOf(fieldsOf(kind, texts), reader, textsAt(kind, text), page.values?.(reader) ?? {});
  /** Where the vector came from, for a run that was told to take one from another. */
  const taker = takerOf(kind, texts);
  const source = taker === null || taker.takes === 'points' ? '' : text(`${taker.path}.source`);
  const origin = source === 'run' ? context.origins?.[taker?.path ?? ''] : source === 'kept' ? keptOrigin : undefined;
  if (complaints.length > 0 || waiting) return { spec: null, complaints };
  const parsed = JobSpec.safeParse({ version: 1, kind, ...(origin === undefined || origin === null ? {} : { origin }), [kind]: body });
  if (parsed.success) return { spec: parsed.data, complaints: [] };
  const refused = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issueWords(issue) }));
  return { spec: null, complaints: atFields(kind, texts, refused) };
}

/** The setting that a complaint is about, or the nearest that it is a part of; null where there is none. */
export function settingNear(kind: JobKind, texts: Texts, path: string): Setting | null {
  const fields = Object.fromEntries(fieldsOf(kind, texts).map((field) => [field.path, field.setting]));
  const records = new Map(everySetting(fields).map((found) => [found.path, found.setting]));
  for (let at = path; at.includes('.'); at = at.slice(0, at.lastIndexOf('.'))) {
    const setting = records.get(at);
    if (setting !== undefined) return setting;
  }
  return null;
}
