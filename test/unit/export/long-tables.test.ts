/** Tables and archives of any length: what is held at a time does not grow with them, and nothing is lost between pieces. */
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { parquetWriter } from '../../../src-main/engine/export/long-parquet.ts';
import { separatedWriter } from '../../../src-main/engine/export/long-table.ts';
import type { LongColumn, LongWriter } from '../../../src-main/engine/export/long-table.ts';
import { npzFile } from '../../../src-main/engine/export/npz-file.ts';
import type { WritePiece } from '../../../src-main/engine/files/write-file.ts';
import { readNpz } from './strict-npz.ts';

const COLUMNS: readonly LongColumn[] = [
  { key: 'run', type: 'whole' }, { key: 'loss', type: 'number' }, { key: 'good', type: 'truth' }, { key: 'x', type: 'numbers' },
];
const BATCH = 1000;
const ODD = [0, -0, 5e-324, Infinity, -Infinity, Number.NaN, 0.1, -1e300];
const lossAt = (row: number): number => (row % 3 === 0 ? (ODD[row % ODD.length] ?? 0) : row / 7);

async function pieces(batches: number, writer: (put: WritePiece) => LongWriter): Promise<readonly Buffer[]> {
  const written: Buffer[] = [];
  const writing = writer(async (piece) => void written.push(Buffer.from(piece)));
  for (let batch = 0; batch < batches; batch++) {
    await writing.write({
      length: BATCH,
      cells: [
        { all: batch }, Float64Array.from({ length: BATCH }, (_, k) => lossAt(batch * BATCH + k)), { all: batch % 2 === 0 },
        Array.from({ length: BATCH }, (_, k) => Float64Array.of(k, -0, 0, batch)),
      ],
    });
  }
  await writing.end({ made: 'here' });
  return written;
}

describe('Parquet', () => {
  it('is written in row groups of bounded size that together are the table', async () => {
    const written = await pieces(300, (put) => parquetWriter(COLUMNS, put));
    expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(12e6);
    expect(written.length).toBeGreaterThan(2);
    const whole = Buffer.concat(written);
    const file = whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength);
    const metadata = parquetMetadata(file);
    expect(Number(metadata.num_rows)).toBe(300 * BATCH);
    expect(metadata.row_groups.length).toBe(written.length - 1);
    expect(metadata.key_value_metadata).toEqual([{ key: 'leibniz', value: '{"made":"here"}' }]);
    for (const start of [0, 143_000, 299_990]) {
      const rows = await parquetReadObjects({ file, rowStart: start, rowEnd: start + 10 });
      rows.forEach((row, k) => {
        const loss = lossAt(start + k);
        expect(row).toEqual({
          run: BigInt(Math.floor((start + k) / BATCH)), loss: Number.isNaN(loss) ? null : loss,
          good: Math.floor((start + k) / BATCH) % 2 === 0, x: [(start + k) % BATCH, -0, 0, Math.floor((start + k) / BATCH)],
        });
      });
    }
  }, 60_000);
});

describe('separated text', () => {
  it('is written in pieces that together are the table', async () => {
    const columns = COLUMNS.slice(0, 3);
    const written = await pieces(100, (put) => separatedWriter(columns, '\t', put));
    expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(1e6);
    const lines = Buffer.concat(written).toString('utf8').split('\n');
    expect(lines.length).toBe(100 * BATCH + 2);
    expect(lines[0]).toBe('run\tloss\tgood');
    lines.slice(1, -1).forEach((line, row) => {
      const loss = lossAt(row);
      const [run, text = '', good] = line.split('\t');
      if (run !== String(Math.floor(row / BATCH)) || good !== (Math.floor(row / BATCH) % 2 === 0 ? 'TRUE' : 'FALSE') ||
        (Number.isNaN(loss) ? text !== '' : Number(text) !== loss)) expect(line).toBe(row);
    });
  });
});

describe('NumPy archives', () => {
  it('hold arrays that came row by row', async () => {
    const written: Buffer[] = [];
    const archive = npzFile(async (piece) => void written.push(Buffer.from(piece)));
    const row = await archive.array('x', 'f8', [3, 2]);
    for (const k of [1, 2, 3]) await row(Float64Array.of(k, -0));
    await (await archive.array('bits', 'u1', [4]))(Uint8Array.of(1, 0, 1, 1));
    await archive.end('{"a":1}');
    const { arrays, manifest } = readNpz(Buffer.concat(written));
    expect(arrays.get('x')).toEqual({ shape: [3, 2], values: [1, -0, 2, -0, 3, -0] });
    expect(arrays.get('bits')).toEqual({ shape: [4], values: [1, 0, 1, 1] });
    expect(manifest).toEqual({ a: 1 });
  });
});
