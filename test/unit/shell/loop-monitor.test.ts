import { expect, it } from 'vitest';
import { stallBetween, startLoopMonitor } from '../../../src-main/shell/loop-monitor.ts';

it('takes from a delay what the thread waited for a processor', () => {
  const before = { at: 1000, ran: 500, waited: 20 };
  expect(stallBetween(before, { at: 1054, ran: 512, waited: 50 }, 4)).toEqual({ at: 1054, late: 50, own: 20, ran: 12 });
  expect(stallBetween(before, { at: 1003, ran: 501, waited: 20 }, 4)).toEqual({ at: 1003, late: 0, own: 0, ran: 1 });
  // A wait that ended after the ring it belongs to must not turn the delay around.
  expect(stallBetween(before, { at: 1010, ran: 501, waited: 40 }, 4).own).toBe(0);
});

it('sees a thread that is held up, and begins anew with each report', async () => {
  const monitor = startLoopMonitor();
  try {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const until = performance.now() + 60;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const report = monitor.report(16);
    expect(Math.max(...report.stalls.map((stall) => stall.late))).toBeGreaterThan(50);
    expect(monitor.report(0).stalls).toEqual([]);
  } finally {
    monitor.stop();
  }
});
