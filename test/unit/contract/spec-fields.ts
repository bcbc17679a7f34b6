/**
 * Random values of a schema, and every way to change one field of a value: made from the schema itself, so
 * that a field that is new to a spec is tried without being named here.
 */
import fc from 'fast-check';
import type { z } from '../../../src-contract/zod.ts';

interface Definition {
  readonly type: string;
  readonly shape: Readonly<Record<string, z.ZodType>>;
  readonly options: readonly z.ZodType[];
  readonly values: readonly unknown[];
  readonly entries: Readonly<Record<string, string>>;
  readonly element: z.ZodType;
  readonly innerType: z.ZodType;
  /** Of what is parsed and then changed. */
  readonly in: z.ZodType;
}

const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition;

export function valueOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(definition.shape).map(([key, inner]) => [key, valueOf(inner)]))).map((value) =>
        Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined))
      );
    case 'union':
      return fc.oneof(...definition.options.map(valueOf));
    case 'enum':
      return fc.constantFrom(...Object.values(definition.entries));
    case 'literal':
      return fc.constantFrom(...definition.values);
    case 'optional':
      return fc.option(valueOf(definition.innerType), { nil: undefined });
    case 'nullable':
      return fc.option(valueOf(definition.innerType), { nil: null });
    case 'readonly':
      return valueOf(definition.innerType);
    case 'pipe':
      return valueOf(definition.in);
    case 'array':
      return fc.array(valueOf(definition.element), { maxLength: 4 }).filter((list) => schema.safeParse(list).success);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fc.oneof(fc.string({ maxLength: 8 }), fc.stringMatching(/^[0-9a-f]{64}$/)).filter((text) => schema.safeParse(text).success);
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 8 }), fc.double({ noNaN: true, noDefaultInfinity: true }), { maxKeys: 2 });
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true })).filter((number) =>
        schema.safeParse(number).success
      );
    default:
      throw new Error(`no values are made of a schema of the type ${definition.type}`);
  }
}

export interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The whole value with this one field changed. */
  readonly whole: unknown;
}

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** Another value of a schema, if it has one. */
function another(schema: z.ZodType, value: unknown, seed: number): readonly unknown[] {
  const found = fc.sample(valueOf(schema), { numRuns: 30, seed }).find((candidate) => differs(candidate, value));
  return found === undefined ? [] : [found];
}

/** Each field of the value changed by itself; a list is a field, a choice is one besides its own fields. */
export function changesOf(schema: z.ZodType, value: unknown, seed: number, path = ''): Change[] {
  const definition = definitionOf(schema);
  const alone = (after: readonly unknown[]): Change[] => after.map((next) => ({ path, before: value, after: next, whole: next }));
  switch (definition.type) {
    case 'object': {
      const own = value as Readonly<Record<string, unknown>>;
      return Object.entries(definition.shape).flatMap(([key, inner], k) =>
        changesOf(inner, own[key], seed + k, path === '' ? key : `${path}.${key}`).map((change) => {
          const { [key]: _before, ...rest } = own;
          return { ...change, whole: change.whole === undefined ? rest : { ...rest, [key]: change.whole } };
        }),
      );
    }
    case 'union': {
      const member = definition.options.find((option) => option.safeParse(value).success);
      return [...(member === undefined ? [] : changesOf(member, value, seed, path)),
        ...definition.options.filter((option) => option !== member).flatMap((option) => alone(another(option, value, seed)))];
    }
    case 'optional':
      return value === undefined
        ? alone(another(definition.innerType, value, seed))
        : [...changesOf(definition.innerType, value, seed, path), ...alone([undefined])];
    case 'nullable':
      return value === null
        ? alone(another(definition.innerType, value, seed))
        : [...changesOf(definition.innerType, value, seed, path), ...alone([null])];
    case 'readonly':
      return changesOf(definition.innerType, value, seed, path);
    default:
      return alone(another(schema, value, seed));
  }
}
