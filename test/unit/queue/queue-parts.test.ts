/** What of a queue needs no server: addresses, parcels, shares of a machine, versions, and what is handed on of a lost job. */
import { describe, expect, test } from 'vitest';
import type { JobEvent } from '../../../src-contract/job-event.ts';
import { differingVersions, isCompatible, queueName } from '../../../src-main/engine/queue/compatibility.ts';
import { followJob } from '../../../src-main/engine/queue/followed-job.ts';
import { recordsOf } from '../../../src-main/engine/queue/job-words.ts';
import type { Said } from '../../../src-main/engine/queue/job-words.ts';
import { pack, unpack } from '../../../src-main/engine/queue/parcel.ts';
import { queueAddress } from '../../../src-main/engine/queue/queue-address.ts';
import type { JobRecord, QueueStore } from '../../../src-main/engine/queue/queue-store.ts';
import { fairSlots } from '../../../src-main/engine/queue/worker-share.ts';
import { aDescent } from '../../a-descent.ts';

describe('addresses', () => {
  test('name the server without user and password', () => {
    const address = queueAddress('rediss://me:se%20cret@queue.example:6380/2');
    expect(address).toMatchObject({ server: 'Redis', shown: 'rediss://queue.example:6380/2', encrypted: true });
    expect(queueAddress('postgresql://u:p@db/runs'))
      .toMatchObject({ server: 'PostgreSQL', shown: 'postgresql://db:5432/runs', encrypted: false });
  });

  test.each(['http://queue', 'queue:6379', 'no address', 'postgres:///runs'])('%s is refused in a sentence', (text) => {
    expect(() => queueAddress(text)).toThrow(/The address of the queue/u);
  });

  test('a refusal does not repeat what may hold a password', () => {
    expect(() => queueAddress('redis//:secret@host'))
      .toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') as string }));
  });
});

describe('parcels', () => {
  const value = {
    text: 'ü', none: null, yes: true, numbers: [0, -0, NaN, Infinity, -Infinity, 0.1], $key: { $float64: [0, 1] },
    array: Float64Array.of(-0, NaN, 1 / 3), bits: Uint8Array.of(1, 0, 1), empty: new Float64Array(0),
  };

  test('keep every bit', () => {
    expect(unpack(pack(value))).toStrictEqual(value);
  });

  test('may begin anywhere in memory', () => {
    const parcel = pack(value);
    const moved = new Uint8Array(parcel.length + 3);
    moved.set(parcel, 3);
    expect(unpack(moved.subarray(3))).toStrictEqual(value);
  });

  test('that were cut off, damaged or made up are refused', () => {
    const parcel = pack({ array: Float64Array.of(1, 2, 3) });
    for (let length = 0; length < parcel.length; length++) expect(() => unpack(parcel.subarray(0, length))).toThrow(/cannot be used/u);
    const text = new TextDecoder('latin1').decode(parcel).replace('[0,3]', '[9,3]');
    expect(() => unpack(Uint8Array.from(text, (letter) => letter.codePointAt(0) ?? 0))).toThrow(/refers to what is not in it/u);
    expect(() => pack({ run: () => undefined })).toThrow(TypeError);
  });
});

describe('workers of one machine', () => {
  const sharer = (id: string, since: number, askedSlots: number | null = null) => ({ id, since, askedSlots });

  test('share its cores, the older first, and have one each at least', () => {
    const two = [sharer('b', 2), sharer('a', 1)];
    expect([fairSlots(5, two, 'a'), fairSlots(5, two, 'b')]).toEqual([3, 2]);
    expect(fairSlots(1, two, 'b')).toBe(1);
  });

  test('leave those that were told a number theirs', () => {
    const three = [sharer('a', 1), sharer('b', 2, 3), sharer('c', 3)];
    expect(three.map(({ id }) => fairSlots(8, three, id))).toEqual([3, 3, 2]);
  });
});

test('versions that differ are named on both sides, and have queues of their own', () => {
  const one = { protocol: 1, numerics: 7, glpk: '5.0.0', highs: '1.15.3' };
  const other = { ...one, numerics: 8, highs: '1.16.0' };
  expect(isCompatible(one, { ...one })).toBe(true);
  expect(isCompatible(one, other)).toBe(false);
  expect(queueName(one)).not.toBe(queueName(other));
  expect(differingVersions(one, other)).toEqual({ first: 'numerics 7 and highs 1.15.3', second: 'numerics 8 and highs 1.16.0' });
});

describe('a job whose worker is lost', () => {
  const place = { machine: 'far', application: 'Leibniz', runtime: 'Node' };
  const seriesOf = (columns: Readonly<Record<string, Float64Array>>): Said =>
    ({ type: 'series', chunk: { length: Object.values(columns)[0]?.length ?? 0, columns } });
  const points = (...iterations: number[]): Said =>
    seriesOf({ iteration: Float64Array.from(iterations), loss: Float64Array.from(iterations) });
  const logged = (...seconds: number[]): Said => seriesOf({ seconds: Float64Array.from(seconds) });

  /** Follows a job whose attempts say this, and gives what was handed on. */
  async function handedOn(attempts: readonly (readonly Said[])[]): Promise<JobEvent[]> {
    const records = attempts.flatMap((said, k) => said.map((each, index): JobRecord => {
      const [bytes] = recordsOf([each]);
      return { attempt: k + 1, index, bytes: bytes ?? new Uint8Array(0) };
    }));
    const events: JobEvent[] = [];
    const store = {
      read: (_id: string, after: { attempt: number; index: number }) => Promise.resolve(
        records.filter(({ attempt, index }) => attempt > after.attempt || (attempt === after.attempt && index > after.index)),
      ),
      take: () => Promise.resolve(), dropJobs: () => Promise.resolve(),
    } as unknown as QueueStore;
    const queue =
      {
        add: () => Promise.resolve(), withdraw: () => Promise.resolve(true), holds: () => Promise.resolve(true),
        close: () => Promise.resolve(),
      };
    const job = followJob(
      {
        id: 'j', spec: { version: 1, kind: 'descent', descent: aDescent() }, program: { hash: 'h', bytes: new SharedArrayBuffer(0) },
        resumeFrom: null,
      },
      (event) => events.push(event), undefined,
      { store, queue, newId: () => 'id', put: () => Promise.resolve(), named: () => undefined },
    );
    job.look();
    await job.outcome;
    return events;
  }
  const end: Said = { type: 'ended', outcome: { status: 'cancelled', result: null } };

  test('hands on each point once, whichever attempt computed it', async () => {
    const begun = { type: 'begun', place } as const;
    const events = await handedOn([[begun, points(1, 2, 3)], [begun, points(2, 3, 4), points(5), end]]);
    expect(events.flatMap((event) => (event.type === 'series' ? [...(event.chunk.columns.iteration ?? [])] : []))).toEqual([1, 2, 3, 4, 5]);
  });

  test('says that a solver’s log begins anew', async () => {
    const events = await handedOn([[{ type: 'begun', place }, logged(0.1, 0.5)], [{ type: 'begun', place }, logged(0.2), end]]);
    expect(events.map(({ type }) => type)).toEqual(['series', 'restarted', 'series']);
  });

  test('progress does not go back', async () => {
    const at = (fraction: number): Said =>
      ({ type: 'progress', fraction, done: fraction, unit: 'iterations', seconds: 0, incumbent: null, bound: null });
    const events = await handedOn([[{ type: 'begun', place }, at(0.5)], [{ type: 'begun', place }, at(0.2), at(0.6), end]]);
    expect(events.map((event) => (event.type === 'progress' ? event.fraction : null))).toEqual([0.5, 0.6]);
  });
});
