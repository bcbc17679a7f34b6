/** Every attack of `test/stress` in its short form, with a seed that is new each time and printed. */
import { describe, expect, it } from 'vitest';
import { carryOut, readAttacks } from '../../stress/attacks.ts';

const given = process.env['LEIBNIZ_STRESS_SEED'];
const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);

/** Moments are drawn: with some seeds a study is stopped late and takes its time, 97 s in all were seen. */
const LIMIT_MILLISECONDS = 600_000;

describe(`attacks, seed ${seed}`, async () => {
  for (const attack of await readAttacks()) {
    it(`${attack.name}: ${attack.summary}`, async () => {
      console.log(`${attack.name}: seed ${seed} (LEIBNIZ_STRESS_SEED=${seed} repeats it)`);
      const { tried, failed } = await carryOut(attack, seed, { form: 'short', say: () => undefined });
      expect(failed).toEqual([]);
      expect(tried).toBeGreaterThan(0);
    }, LIMIT_MILLISECONDS);
  }
});
