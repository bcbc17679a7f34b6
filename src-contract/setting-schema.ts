/** The schemas of specs, made from the records of their settings: what a border lets in is what the records say. */
import { mayBeNull } from '../src-science/settings/complaints.ts';
import type { Limits } from '../src-science/settings/number-limits.ts';
import { namesOf } from '../src-science/settings/setting.ts';
import type { Setting, Settings, SpecOfKind, SpecSettings, ValueOf } from '../src-science/settings/setting.ts';
import { z } from './zod.ts';

/** Marginals x̂; the length is checked against the program by whoever has it. */
const Marginals = z.array(z.number().min(0).max(1)).readonly();
/** A 0/1 vector; the length is checked against the program by whoever has it. */
const ZeroOne = z.array(z.union([z.literal(0), z.literal(1)])).readonly();
/** A SHA-256. */
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Programs that one network may be trained on. */
const MOST_INSTANCES = 100_000;
const Data = {
  points: z.array(
    z.object({ iteration: z.number().int().nonnegative(), mu: z.number().nonnegative(), xHat: Marginals }),
  ).min(1).max(10_000).readonly(),
  run: z.number().int().positive().nullable(),
  instances: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('generated'), family: z.string().min(1).max(100), parameters: z.record(z.string().max(100), z.number()),
      count: z.number().int().min(2).max(MOST_INSTANCES), seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER - MOST_INSTANCES),
    }),
    z.object({ kind: z.literal('listed'), hashes: z.array(Hash).min(2).max(MOST_INSTANCES).readonly() }),
  ]),
  model: Hash,
} as const;

type ShapeOf<R> = {
  [K in keyof R]: R[K] extends { readonly optional: true } ? z.ZodOptional<z.ZodType<ValueOf<R[K]>>> : z.ZodType<ValueOf<R[K]>>
};

/** The schema of some settings. */
export function settingsSchema<R extends Settings>(settings: R): z.ZodObject<ShapeOf<R>> {
  // The shape is the records', entry by entry: `schemaOf` makes what `ShapeOf` says.
  return z.object(shapeOf(settings)) as unknown as z.ZodObject<ShapeOf<R>>;
}

/** The schema of what a kind can be asked. */
export function kindSchema<K extends SpecSettings>(asks: K): z.ZodType<SpecOfKind<K>> {
  return ('tag' in asks ? tagged(asks.tag, asks.cases) : settingsSchema(asks.settings)) as unknown as z.ZodType<SpecOfKind<K>>;
}

const shapeOf = (settings: Settings): Record<string, z.ZodType> => Object.fromEntries(
  Object.entries(settings).map(([name, setting]) => [name, schemaOf(setting)]),
);

function tagged(tag: string, cases: Readonly<Record<string, Settings>>): z.ZodType {
  const [first, ...rest] = Object.entries(cases).map(([name, settings]) => z.object({ [tag]: z.literal(name), ...shapeOf(settings) }));
  if (first === undefined) throw new Error(`the choice ${tag} is one of nothing`);
  return z.discriminatedUnion(tag, [first, ...rest]);
}

function schemaOf(setting: Setting): z.ZodType {
  const value = valueSchema(setting);
  const orNull = mayBeNull(setting) ? value.nullable() : value;
  return setting.optional === true ? orNull.optional() : orNull;
}

function valueSchema(setting: Setting): z.ZodType {
  switch (setting.kind) {
    case 'number':
      return within(setting.limits);
    case 'choice':
      return z.enum(namesOf(setting.choices));
    case 'flag':
      return z.boolean();
    case 'names':
      return z.array(z.enum(namesOf(setting.choices))).min(setting.least).max(namesOf(setting.choices).length).readonly();
    case 'counts':
      return z.array(within(setting.limits)).min(1).max(setting.most).readonly();
    case 'vector':
      return setting.entries === 'zero-one' ? ZeroOne : Marginals;
    case 'data':
      return Data[setting.data];
    case 'group':
      return z.object(shapeOf(setting.settings));
    case 'variant':
      return tagged(setting.tag, Object.fromEntries(Object.entries(setting.variants).map(([name, { settings }]) => [name, settings])));
  }
}

function within({ whole, atLeast, above, atMost, below }: Limits): z.ZodNumber {
  let schema = whole === true ? z.number().int() : z.number();
  if (atLeast !== undefined) schema = schema.min(atLeast);
  if (above !== undefined) schema = schema.gt(above);
  if (atMost !== undefined) schema = schema.max(atMost);
  if (below !== undefined) schema = schema.lt(below);
  return schema;
}
