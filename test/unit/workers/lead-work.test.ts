/** The lead of a shared job, with assistants played by the test: what they say waits at their ports. */
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { SHARE_BYTES } from '../../../src-contract/worker-task.ts';
import type { AssistantMessage, LeadNotice } from '../../../src-contract/worker-task.ts';
import { assistWork } from '../../../src-workers/assist-work.ts';
import { createPace, openWorkShare } from '../../../src-workers/divided-work.ts';
import type { DividedWork } from '../../../src-workers/divided-work.ts';
import { leadWork } from '../../../src-workers/lead-work.ts';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Ten units, two at a time; a part is the list of its units. */
function tenUnits(onPart: (unit: number) => void = () => undefined): DividedWork<number[], string> {
  return {
    units: 10,
    share: (next) => (next < 10 ? 2 : 0),
    doPart(first, count) {
      onPart(first);
      return Array.from({ length: count }, (_, k) => first + k);
    },
    buffersOf: () => [],
    doAside: () => 'by the lead',
  };
}

/** A job that the engine shares, and its assistants. */
function shared() {
  const memory = new SharedArrayBuffer(SHARE_BYTES);
  const { port1: engine, port2: port } = new MessageChannel();
  ports.push(engine, port);
  let clock = 0;
  const done: number[] = [];
  const notify = (notice: LeadNotice<MessagePort>, transfer: MessagePort[] = []): void => engine.postMessage(notice, transfer);
  return {
    share: openWorkShare(memory),
    done,
    notify,
    join(id: number) {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1);
      notify({ type: 'assistant', id, port: port2 }, [port2]);
      return { port: port1, say: (message: AssistantMessage<number[], string>) => port1.postMessage(message) };
    },
    assist: (work: DividedWork<number[], string> | null, to: MessagePort, leave = () => false) =>
      assistWork(() => work, { share: memory, port: to, leave, now: () => clock++ }),
    lead: (work: DividedWork<number[], string>, cancelled = () => false) =>
      leadWork(work, { share: memory, port }, { onPart: ({ part }) => done.push(...part), cancelled, now: () => clock++ }),
  };
}

const all = Array.from({ length: 10 }, (_, unit) => unit);

describe('the lead of a shared job', () => {
  it('does everything itself where nobody comes', () => {
    const { lead, done } = shared();
    expect(lead(tenUnits())).toBe('by the lead');
    expect(done).toEqual(all);
    const alone: number[] = [];
    leadWork(tenUnits(), null, { onPart: ({ part }) => alone.push(...part), cancelled: () => false, now: () => 0 });
    expect(alone).toEqual(all);
  });

  it('takes in what an assistant did, the work beside the units too', () => {
    const { lead, done, join, assist } = shared();
    const { port } = join(0);
    let parts = 0;
    assist({ ...tenUnits(() => parts++), doAside: () => 'by the assistant' }, port, () => parts === 2);
    const own: number[] = [];
    expect(lead(tenUnits((first) => own.push(first)))).toBe('by the assistant');
    expect(done).toEqual(all);
    expect(own).toEqual([4, 6, 8]);
  });

  it('does again what a lost assistant had taken, wherever it was', () => {
    const { lead, done, join, share, notify } = shared();
    const { say } = join(7);
    say({ type: 'joined' });
    share.take(tenUnits(), 1);
    share.take(tenUnits(), 1);
    say({ type: 'part', first: 0, count: 2, part: [0, 1] });
    notify({ type: 'assistant-gone', id: 7 });
    const own: number[] = [];
    lead(tenUnits((first) => own.push(first)));
    expect(done).toEqual(all);
    expect(own).toEqual([2, 4, 6, 8]);
  });

  it('takes nothing in twice', () => {
    const { lead, done, join, share } = shared();
    const { say } = join(0);
    say({ type: 'joined' });
    share.take(tenUnits(), 1);
    for (let k = 0; k < 2; k++) say({ type: 'part', first: 0, count: 2, part: [0, 1] });
    say({ type: 'left' });
    lead(tenUnits());
    expect(done).toEqual(all);
  });

  it('waits for what is out, and does it itself once it hears that it is lost', () => {
    const { lead, done, join, share, notify } = shared();
    const { say } = join(0);
    say({ type: 'joined' });
    share.take(tenUnits(), 1);
    // The loss becomes known while the lead is at its last part.
    lead(tenUnits((first) => first === 8 && notify({ type: 'assistant-gone', id: 0 })));
    expect(done).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  });

  it('ends with the error of an assistant, and one that comes to nothing to do says nothing', () => {
    const { lead, join, assist } = shared();
    assist(null, join(0).port);
    join(1).say({ type: 'failed', error: { code: 'spec-invalid', message: 'It cannot be.', hint: 'Change it.', field: 'samples' } });
    expect(() => lead(tenUnits()))
      .toThrow(expect.objectContaining({ code: 'spec-invalid', message: 'It cannot be.', hint: 'Change it.', field: 'samples' }));
  });

  it('tells the error of a part as an assistant', () => {
    const { lead, join, assist } = shared();
    assist({ ...tenUnits(), doPart: () => new Float64Array(-1) as unknown as number[] }, join(0).port);
    expect(() => lead(tenUnits())).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
  });

  it('cancelled, ends without a gap: with its first part, and with all that was under way', () => {
    const first = shared();
    first.lead(tenUnits(), () => true);
    expect(first.done).toEqual([0, 1]);
    const { lead, done, join, share, assist } = shared();
    const { port, say } = join(0);
    say({ type: 'joined' });
    share.take(tenUnits(), 1);
    let asked = 0;
    // At the second asking the assistant hands in what it was at.
    lead(tenUnits(), () => {
      if (++asked === 2) {
        say({ type: 'part', first: 0, count: 2, part: [0, 1] });
        assist(tenUnits(), port, () => true);
        say({ type: 'left' });
        share.ring();
      }
      return asked >= 2;
    });
    expect(done).toEqual([2, 3, 0, 1]);
  });
});

describe('the pace of a worker', () => {
  it('asks for as many units as take a fiftieth of a second', () => {
    let clock = 0;
    const pace = createPace(() => clock);
    expect(pace.wanted()).toBe(1);
    pace.timed(4, () => (clock += 0.001));
    expect(pace.wanted()).toBe(80);
    pace.timed(80, () => (clock += 10));
    expect(pace.wanted()).toBe(1);
    pace.timed(8, () => undefined);
    expect(pace.wanted()).toBe(16);
  });
});
