/**
 * Which program wrote an MPS file, as its header comments tell, and what follows from it. Writers leave in
 * comments what the format has no place for (the sense), and some write the constant of the objective
 * with the other sign than everyone else: GLPK 5.0 always, lp_solve 5.5 where it minimizes
 * (`findings/mps-objective-constant-sign.sh`, `findings/lp-solve-constant-round-trip.sh`).
 */
import type { ObjectiveSense } from '../program.ts';
import type { SenseDoubt } from './reader.ts';

export interface OriginVerdict {
  /** Whether the right-hand side of the objective is its constant, and not minus that. */
  readonly constantIsAdded: boolean;
  readonly senseDoubt: SenseDoubt | null;
  readonly warnings: readonly string[];
}

/** Our own writer's comment where the objective has a constant: its sign is then in no doubt. */
export const OWN_CONSTANT_MARK = 'Leibniz: the right-hand side of the objective is minus its constant';

/** Comments that state a sense: PuLP's, lp_solve's, and what others write in words. */
const SENSE = /^(?:SENSE\s*:\s*|<meta origsense=')(max|min)/i;

/** The beginning of the sentence that doubts the sense, by which it is known again where it was stored. */
const DOUBT = /^The comment in line \d+ says (maximize|minimize), (?:but the file has no OBJSENSE|OBJSENSE says the other)/;

/** The sense that a file's comments mean, if this stored warning is the one that doubts the sense that was read; else null. */
export function senseMeantBy(warning: string): ObjectiveSense | null {
  const word = DOUBT.exec(warning)?.[1];
  return word === undefined ? null : word === 'maximize' ? 'max' : 'min';
}

export class MpsOrigin {
  #writer: 'leibniz' | 'glpk' | 'lp_solve' | null = null;
  #sense: ObjectiveSense | null = null;
  #senseLine = 0;
  readonly #header = new Set<string>();

  /** @param text a comment before ROWS, without its asterisk */
  comment(text: string, line: number): void {
    if (text === OWN_CONSTANT_MARK) this.#writer = 'leibniz';
    if (text.startsWith("<meta creator='lp_solve")) this.#writer = 'lp_solve';
    const sense = SENSE.exec(text)?.[1]?.toLowerCase();
    if ((sense === 'max' || sense === 'min') && this.#sense === null) {
      this.#sense = sense;
      this.#senseLine = line;
    }
    const label = /^(Problem|Class|Rows|Columns|Non-zeros|Format):/.exec(text)?.[1];
    if (label !== undefined) this.#header.add(label);
    // GLPK heads its files with these six, of which no other writer is known to have all.
    if (this.#header.size === 6) this.#writer = 'glpk';
  }

  /**
   * @param stated whether the file itself states the sense
   * @param constant whether the objective has a right-hand side other than 0
   */
  verdict(stated: boolean, sense: ObjectiveSense, constant: boolean): OriginVerdict {
    const warnings: string[] = [];
    const doubt = this.#sense !== null && this.#sense !== sense && !(stated && this.#writer === 'lp_solve') ? this.#sense : null;
    const constantIsAdded = this.#writer === 'glpk' || (this.#writer === 'lp_solve' && sense === 'min');
    if (constant && this.#writer !== 'leibniz') {
      const how = constantIsAdded ? 'added as its constant' : 'subtracted';
      const writer = this.#writer === 'glpk' ? 'GLPK' : 'lp_solve';
      warnings.push(
        this.#writer !== null
          ? `The right-hand side of the objective was ${how}, as ${writer} means it, which wrote the file; other readers may differ.`
          : `The right-hand side of the objective was ${how}, as most readers do; GLPK and lp_solve add it.`,
      );
    }
    return {
      constantIsAdded: constantIsAdded && constant,
      senseDoubt: doubt === null ? null : { meant: doubt, sentence: this.#doubtSentence(doubt, stated) }, warnings,
    };
  }

  #doubtSentence(meant: ObjectiveSense, stated: boolean): string {
    const comment = `The comment in line ${this.#senseLine} says ${meant === 'max' ? 'maximize' : 'minimize'}`;
    if (stated) return `${comment}, OBJSENSE says the other: OBJSENSE was followed.`;
    return `${comment}, but the file has no OBJSENSE, so it is minimized. If ${meant === 'max' ? 'maximization' : 'that'} is meant, open it with the sense ${meant}.`;
  }
}
