/** Who is at a queue that many machines share: what each worker and each coordinator says of itself, and what is shown of it. */
import { OneLine } from './one-line.ts';
import { z } from './zod.ts';

const Versions = z.object({ protocol: z.number().int(), numerics: z.number().int(), glpk: OneLine, highs: OneLine });

const Person = z.object({
  /** Name of its machine. */
  machine: OneLine,
  process: z.number().int(),
  /** Of Leibniz. */
  application: OneLine,
  versions: Versions,
});

export const WorkerCard = Person.extend({
  /** Jobs it takes at once. */
  slots: z.number().int().nonnegative(),
  /** What it was started with; null: its share of the machine's cores. */
  askedSlots: z.number().int().positive().nullable(),
  running: z.number().int().nonnegative(),
  runtime: OneLine,
  /** When it started, by its own clock, in milliseconds. */
  since: z.number(),
});
export type WorkerCard = z.infer<typeof WorkerCard>;

export const CoordinatorCard = Person;
export type CoordinatorCard = z.infer<typeof CoordinatorCard>;

/** A worker as it is shown to who wants runs done. */
export const QueueWorker = WorkerCard.extend({
  id: z.string(),
  /** Why it takes no runs made here: both sides' versions; null where it does. */
  refusal: z.string().nullable(),
});
export type QueueWorker = z.infer<typeof QueueWorker>;

/** Where a run was computed; part of its manifest. */
export const RunPlace = z.object({ machine: OneLine, application: OneLine, runtime: OneLine });
export type RunPlace = z.infer<typeof RunPlace>;
