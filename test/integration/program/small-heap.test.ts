/**
 * Files that ask for more heap than there is, read by a command whose heap is small: one sentence before anything is
 * allocated, and no process that dies. With more heap the same files are read.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startLeibniz } from '../cli/leibniz-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leibniz-heap-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NODES = 460;
const pairs = Array.from({ length: NODES }, (_, i) => Array.from({ length: NODES - 1 - i }, (_none, k) => [i, i + 1 + k] as const)).flat();
const files = {
  'dense.sparse': `${NODES} ${pairs.length}\n${pairs.map(([i, j]) => `${i + 1} ${j + 1} 3\n`).join('')}`,
  'dense.qubo': `p qubo 0 ${NODES} 0 ${pairs.length}\n${pairs.map(([i, j]) => `${i} ${j} 3\n`).join('')}`,
  'products.opb': `min: ;\n${pairs.map(([i, j]) => `+1 x${i} x${j} +1 x3 >= 0 ;\n`).join('')}`,
  'terms.opb': `min: ${Array.from({ length: 1_000_000 }, (_, k) => `+${k % 7} x${k % 1000}\n`).join('')};\n`,
  'dense.clq': `p edge ${NODES} ${pairs.length}\n${pairs.map(([i, j]) => `e ${i + 1} ${j + 1}\n`).join('')}`,
  'empty.clq': 'p edge 900 1\ne 1 2\n',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

describe.each<[string, string[]]>([
  ['a dense matrix of Biq Mac', ['info', 'dense.sparse']],
  ['a dense matrix of qbsolv', ['info', 'dense.qubo']],
  ['products of OPB', ['info', 'products.opb']],
  ['a long statement of OPB', ['info', 'terms.opb']],
  ['cuts of a dense graph', ['graph', 'dense.clq', '--problem', 'partition', '-o', 'a.mps', '--force']],
  ['missing pairs of an empty graph', ['graph', 'empty.clq', '--problem', 'clique', '-o', 'b.mps', '--force']],
])('%s', (_what, [command = '', file = '', ...more]) => {
  const words = [command, join(folder, file), ...more.map((word) => (word.endsWith('.mps') ? join(folder, word) : word))];
  const withHeap = (megabytes: number) => startLeibniz(words, { NODE_OPTIONS: `--max-old-space-size=${megabytes}` }).ended;

  it('is refused in one sentence where the heap is too small', async () => {
    const { code, stdout, stderr } = await withHeap(50);
    expect({ code, stdout, stderr }).toMatchObject({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^leibniz: .*take about \d+ MB of memory to read, and \d+ MB are left\.\n {2}Use a smaller.*\n$/);
  });

  it('is read where it is large enough', async () => {
    expect(await withHeap(400)).toMatchObject({ code: 0 });
  });
});
