/**
 * An attack: something done to the program many times, at moments and with content drawn from a seed, and
 * what must hold every time. Its short form is part of `npm test`; its long form is run by
 * `npm run stress -- NAME`. One file of `attacks/` an attack, which exports it as `attack`.
 */

export interface Attempts {
  /** How often it was tried. */
  readonly tried: number;
  /** What did not hold, one sentence each, with what is needed to see it again. */
  readonly failed: readonly string[];
  /** What was counted besides, to be printed. */
  readonly counts?: Readonly<Record<string, number>>;
}

export interface AttackSetting {
  readonly form: 'short' | 'long';
  /** Numbers in [0, 1), the same for the same seed. */
  readonly random: () => number;
  /** An empty folder of the attack's own, removed after it. */
  readonly folder: string;
  /** Tells how far it is. */
  readonly say: (line: string) => void;
}

export interface Attack {
  readonly name: string;
  /** What is done and what must hold, in one sentence. */
  readonly summary: string;
  run(setting: AttackSetting): Promise<Attempts>;
}
