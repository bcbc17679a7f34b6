/** The attacks there are, and how one is carried out: in a folder of its own, with random numbers from a seed. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { seededRandom } from '../mutation/sample.ts';
import type { Attack, Attempts, AttackSetting } from './attack.ts';

const FOLDER = join(import.meta.dirname, 'attacks');

/** By name. An attack is named as its file is. */
export async function readAttacks(): Promise<readonly Attack[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(
    files.map(async (file) => {
      const { attack } = (await import(pathToFileURL(join(FOLDER, file)).href)) as { readonly attack?: Attack };
      if (attack?.name !== basename(file, '.ts')) throw new Error(`${file} exports no attack of its name`);
      return attack;
    }),
  );
}

/** @param seed a whole number; the same attack is repeated with the same one, as far as the machine's timing allows */
export async function carryOut(attack: Attack, seed: number, { form, say }: Pick<AttackSetting, 'form' | 'say'>): Promise<Attempts> {
  const folder = mkdtempSync(join(tmpdir(), `leibniz-stress-${attack.name}-`));
  try {
    return await attack.run({ form, random: seededRandom(seed), folder, say });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
