/**
 * Files of circuits and graphs, which become a program once it is said which: what is shown of a file, and what is chosen. The
 * page names a file by the number it was given here, never by a path.
 */
import { GRAPH_PROBLEMS } from '../src-science/program/graphs/graph-problem-names.ts';
import { OneLine } from './one-line.ts';
import { z } from './zod.ts';

const Named = { id: z.number().int().positive(), file: z.string() };

export const ProblemSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('circuit'), ...Named,
    /** Names of the nets a fault can be at: those that lead to an output, inputs first. */
    nets: z.array(z.string()).readonly(), inputs: z.number().int(), outputs: z.number().int(), gates: z.number().int(),
  }),
  z.object({
    kind: z.literal('graph'), ...Named, nodes: z.number().int(), edges: z.number().int(), warnings: z.array(z.string()).readonly(),
  }),
]);
export type ProblemSource = z.infer<typeof ProblemSource>;

/** Before it is given its number. */
export type UnnumberedSource =
  | Omit<Extract<ProblemSource, { kind: 'circuit' }>, 'id'>
  | Omit<Extract<ProblemSource, { kind: 'graph' }>, 'id'>;

export const ProblemChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circuit'), net: z.string(), stuckAt: z.union([z.literal(0), z.literal(1)]) }),
  z.object({ kind: z.literal('graph'), problem: z.enum(GRAPH_PROBLEMS) }),
]);
export type ProblemChoice = z.infer<typeof ProblemChoice>;

/** What a solution says in the terms of its circuit or graph, and what checking that found. */
export const ReadingView = z.object({ label: OneLine, text: OneLine, verdict: OneLine, holds: z.boolean() });
export type ReadingView = z.infer<typeof ReadingView>;
