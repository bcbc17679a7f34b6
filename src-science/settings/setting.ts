/**
 * A setting of a spec as one record: its kind, limits, default, words, where it applies, how the command line takes it.
 * From the records come the types of the specs, their schemas, the complaints, the options of the command line, the
 * fields of the form, the rows of the inspector, the words of legends and docs/settings.md. Records are data and light:
 * the page, the contract and the command line read them.
 */
import type { Limits } from './number-limits.ts';

export interface Words {
  readonly label: string;
  /** One or two sentences. */
  readonly help: string;
}

/** How values are written: by a legend with few digits, by the inspector in the window's way. Undefined is written as nothing. */
export interface Say {
  readonly amount: (value: unknown) => string;
  readonly count: (value: unknown) => string;
  /** A share as a percentage. */
  readonly share: (value: unknown) => string;
  /** A vector, or what stands for it. */
  readonly vector: (value: unknown) => string;
}

/** By path in the body of the spec: the values under which a setting means something. A list counts by any of its entries. */
export type Where = Readonly<Record<string, { readonly is: readonly string[] } | { readonly isNot: readonly string[] }>>;

/** An option of the command line. */
export interface CommandOption {
  /** As commander takes them: `--step <s>`. */
  readonly flags: `--${string}`;
  readonly help: string;
}
/** A part of its parent's option: what it is called there. */
interface OptionPart {
  readonly part: string;
}
/** Why the command line does not take it, and what it is there, if not what the preset says. */
interface NoOption {
  readonly none: string;
  readonly value?: number;
}

interface Described extends Words {
  readonly unit?: string;
  /** Its name as a column of what was asked, where the label is too short by itself or names what was done. */
  readonly column?: string;
  /** Left out: everywhere. Elsewhere it has no field and no row. */
  readonly where?: Where;
  /** A spec may leave it out, which means its default. */
  readonly optional?: true;
  readonly option: CommandOption | OptionPart | NoOption;
}

/** What null means. */
interface NoneWords {
  /** In an empty field and in the inspector's row. */
  readonly word: string;
  /** In a legend. */
  readonly brief: string;
}

export interface NumberSetting extends Described {
  readonly kind: 'number';
  readonly limits: Limits;
  /** Begins a complaint: “The step”. */
  readonly subject: string;
  /** Also what a form begins with, and what a part of an option means that is left out. */
  readonly default: number | null;
  /** Present where it may be null. */
  readonly none?: NoneWords;
  /** In a legend: the words before its value, or all of them. */
  readonly brief: string | ((value: unknown, say: Say) => string);
  /** In the inspector; where left out, the value with its unit. */
  readonly row?: (value: number, say: Say) => string;
  /** What ↑ and ↓ add in its field. */
  readonly arrows?: number;
}

interface NamedChoice extends Words {
  /** In a legend; the name where left out. */
  readonly brief?: string;
}

export interface ChoiceSetting extends Described {
  readonly kind: 'choice';
  readonly subject: string;
  readonly choices: Readonly<Record<string, NamedChoice>>;
  readonly default: string;
  /** In a legend: the words before the name. */
  readonly brief?: string;
  /** A list that explains each, by label or by name, or buttons side by side. */
  readonly look: 'list' | 'names' | 'buttons';
}

/** True or false, as a choice between two. */
export interface FlagSetting extends Described {
  readonly kind: 'flag';
  readonly default: false;
  readonly off: NamedChoice;
  readonly on: NamedChoice;
}

/** Several of some names, each at most once. */
export interface NamesSetting extends Described {
  readonly kind: 'names';
  /** What one of them is: “decoder”. */
  readonly one: string;
  readonly choices: Readonly<Record<string, NamedChoice>>;
  readonly default: readonly string[];
  readonly least: number;
  readonly brief: (names: string) => string;
  readonly none: NoneWords;
  readonly look: 'names' | 'labels';
  /** Its option is given once for each, or once with commas. */
  readonly written: 'repeated' | 'with commas';
}

/** Whole numbers, ascending. */
export interface CountsSetting extends Described {
  readonly kind: 'counts';
  readonly subject: string;
  /** What one of them is: “sample count”. */
  readonly one: string;
  readonly limits: Limits;
  readonly default: readonly number[];
  readonly most: number;
  readonly brief: (counts: unknown, say: Say) => string;
}

/** A number a variable: marginals in [0, 1], or 0 and 1. */
export interface VectorSetting extends Described {
  readonly kind: 'vector';
  readonly entries: 'marginals' | 'zero-one';
  readonly subject: string;
  readonly none?: NoneWords;
  readonly brief: string;
}

/** Settings that belong together. */
export interface GroupSetting extends Described {
  readonly kind: 'group';
  readonly settings: Settings;
  readonly none?: NoneWords;
  /** Between the parts of its option. */
  readonly separator?: ',' | ':';
  /** In one row of the inspector, knowing the settings beside it; where left out, each of its settings has its own. */
  readonly row?: (values: Values, say: Say, beside: Values) => string;
}

export type Values = Readonly<Record<string, unknown>>;

export interface Variant extends Words {
  readonly settings: Settings;
  /** In a legend, as a whole. */
  readonly brief: (values: Values, say: Say) => string;
  /** In the inspector. */
  readonly row: (values: Values, say: Say) => string;
  /** An option that chooses it and says its settings at once, `FROM:TO`. */
  readonly option?: CommandOption;
  /** What the option of the choice calls it, if not by its name. */
  readonly word?: string;
  /** Parts that an option must say; those behind them may be left out. */
  readonly saidParts?: number;
}

/** One of several, each with settings of its own. */
export interface VariantSetting extends Described {
  readonly kind: 'variant';
  /** Field that names the choice. */
  readonly tag: string;
  readonly subject: string;
  readonly variants: Readonly<Record<string, Variant>>;
  readonly default: string;
  /** How the option is written: `name`, its settings by options of their own; or `name:part:part`. */
  readonly written?: 'name' | 'name and parts';
}

/** What no field holds: it comes from a run, or with the spec. */
export interface DataSetting extends Described {
  readonly kind: 'data';
  readonly data: keyof DataTypes;
  /** In the inspector, knowing the settings beside it; left out where another row says it. */
  readonly row?: (value: unknown, say: Say, beside: Values) => string;
  readonly brief: (value: unknown, say: Say) => string;
}

interface DataTypes {
  /** With ascending iterations. */
  readonly points: readonly PathPoint[];
  /** The number of a run of the session; null where it is none of this session. */
  readonly run: number | null;
  readonly instances: TrainingInstances;
  /** The SHA-256 of a model's file, hexadecimal. */
  readonly model: string;
}

/** What a network is trained on: programs of a family, with consecutive seeds, or stored ones by their hashes. */
export type TrainingInstances =
  | {
    readonly kind: 'generated'; readonly family: string; readonly parameters: Readonly<Record<string, number>>; readonly count: number;
    readonly seed: number;
  }
  | { readonly kind: 'listed'; readonly hashes: readonly string[] };

/** One point of a trajectory. */
export interface PathPoint {
  readonly iteration: number;
  /** Weight of the penalty there, for the gradient of the whole loss. */
  readonly mu: number;
  /** Length d, each in [0, 1]. */
  readonly xHat: readonly number[];
}

export type Setting =
  | NumberSetting | ChoiceSetting | FlagSetting | NamesSetting | CountsSetting | VectorSetting | GroupSetting | VariantSetting
  | DataSetting;
export type Settings = Readonly<Record<string, Setting>>;

/** A setting of a kind of run: it has a place in the form, or none of its own (`null`). */
export type PlacedSettings<Section extends string> = Readonly<Record<string, Setting & { readonly section: Section | null }>>;

/** All settings of a kind of run: one list, or one for each case of a choice that stands at the root of the spec. */
export type SpecSettings =
  | { readonly sections: readonly string[]; readonly settings: PlacedSettings<string> }
  | {
    readonly sections: readonly string[];
    readonly tag: string;
    readonly choice: ChoiceSetting & { readonly section: string };
    readonly cases: Readonly<Record<string,
    PlacedSettings<string>>>
  };

type Flat<T> = { [K in keyof T]: T[K] };
/** A number that may be left out is left out where it is none. */
type OrNone<S, V> = S extends { readonly kind: 'number'; readonly optional: true } ? V : S extends { readonly none: object } ? V | null : V;

/** The value of a setting. */
export type ValueOf<S> = S extends { readonly kind: 'number' }
  ? OrNone<S, number>
  : S extends { readonly kind: 'choice'; readonly choices: infer C }
    ? keyof C & string
    : S extends { readonly kind: 'flag' }
      ? boolean
      : S extends { readonly kind: 'names'; readonly choices: infer C }
        ? readonly (keyof C & string)[]
        : S extends { readonly kind: 'counts' }
          ? readonly number[]
          : S extends { readonly kind: 'vector'; readonly entries: infer E }
            ? OrNone<S, readonly (E extends 'zero-one' ? 0 | 1 : number)[]>
            : S extends { readonly kind: 'group'; readonly settings: infer G }
              ? OrNone<S, SpecOf<G>>
              : S extends { readonly kind: 'data'; readonly data: infer D extends keyof DataTypes }
                ? DataTypes[D]
                : S extends { readonly kind: 'variant'; readonly tag: infer T extends string; readonly variants: infer V }
                  ? {
                    [N in keyof V]: V[N] extends { readonly settings: infer G } ? Flat<{ readonly [K in T]: N } & SpecOf<G>> : never
                  }[keyof V]
                  : never;

/** The spec that some settings describe: those that are optional may be left out. */
export type SpecOf<R> = Flat<
  { readonly [K in keyof R as R[K] extends { readonly optional: true } ? never : K]: ValueOf<R[K]> } & {
    readonly [K in keyof R as R[K] extends { readonly optional: true } ? K : never]?: ValueOf<R[K]> | undefined;
  }
>;

/** The spec of a kind of run. */
export type SpecOfKind<S> = S extends { readonly tag: infer T extends string; readonly cases: infer C }
  ? { [N in keyof C]: Flat<{ readonly [K in T]: N } & SpecOf<C[N]>> }[keyof C]
  : S extends { readonly settings: infer R }
    ? SpecOf<R>
    : never;

/** The names of some choices, in their order. */
export function namesOf<T extends object>(choices: T): (keyof T & string)[] {
  return Object.keys(choices) as (keyof T & string)[];
}

/** A value of one word or number as text; nothing for what is none. */
export function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
