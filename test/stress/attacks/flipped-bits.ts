/** Single bits of a session file flipped, as a failing disk or a bad cable would. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack } from '../attack.ts';
import { verified } from '../verified.ts';
import { shownOf, writeWholeSession } from '../whole-session.ts';

const FLIPS = { short: 150, long: 10_000 };

export const attack: Attack = {
  name: 'flipped-bits',
  summary: 'Single bits of a session file are flipped; session verify must find every one that changes anything that is shown.',
  async run({ form, random, folder, say }) {
    const good = join(folder, 'good.leibniz');
    const flipped = join(folder, 'flipped.leibniz');
    const data = join(folder, 'data');
    await writeWholeSession(good, data, 300);
    const bytes = readFileSync(good);
    const used = [...bytes.keys()].filter((at) => bytes[at] !== 0);
    const before = await shownOf(good, data);
    const failed: string[] = [];
    const counts = { refused: 0, complained: 0, 'nothing shown was touched': 0 };
    if (verified(good).kind !== 'passed') failed.push(`the session that was not touched: ${JSON.stringify(verified(good))}`);
    const flips = FLIPS[form];
    for (let k = 0; k < flips; k++) {
      // Much of a small file is unused pages: half of the flips are of bytes that hold something.
      const byte = k % 2 === 0 ? Math.floor(random() * bytes.length) : (used[Math.floor(random() * used.length)] ?? 0);
      const bit = 8 * byte + Math.floor(random() * 8);
      const altered = Buffer.from(bytes);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(flipped, altered);
      const verdict = verified(flipped);
      if (verdict.kind === 'threw') failed.push(`bit ${bit}: ${verdict.says}`);
      else if (verdict.kind === 'passed') {
        const after = await shownOf(flipped, data).catch((error: unknown) => String(error));
        if (after === before) counts['nothing shown was touched']++;
        else failed.push(`bit ${bit} passed with another figure`);
      } else counts[verdict.kind]++;
      if ((k + 1) % 1000 === 0) say(`${k + 1} of ${flips} flips, ${failed.length} failed`);
    }
    return { tried: flips, failed, counts };
  },
};
