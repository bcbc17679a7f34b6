/** Work on what came in takes a share of the page's time and no more, whatever it costs. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGatherer } from '../../../../src-renderer/api/gather.ts';

describe('gathered work', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 16));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  /** Asks for work every millisecond of ten seconds. @returns how often it was done, and which share of the time it took */
  const worked = (cost: number): { times: number; share: number } => {
    let times = 0;
    const ask = createGatherer(() => {
      times++;
      // The page is at it for so long, and no timer rings meanwhile.
      vi.setSystemTime(Date.now() + cost);
      now += cost;
    });
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    for (let k = 0; k < 10_000; k++) {
      ask();
      now++;
      vi.advanceTimersByTime(1);
    }
    return { times, share: (times * cost) / now };
  };

  it('is done in the next frame where it costs little', () => {
    const { times, share } = worked(1);
    expect(times).toBeGreaterThan(250);
    expect(share).toBeLessThan(0.1);
  });

  it.each([20, 100, 200, 400])('of %i ms takes at most a fifth of the time', (cost) => {
    const { times, share } = worked(cost);
    expect(times).toBeGreaterThan(3);
    expect(share).toBeLessThan(0.22);
  });

  it('is done once however often it was asked for, and again for what came while it was at rest', () => {
    const work = vi.fn<() => void>();
    const ask = createGatherer(work);
    for (let k = 0; k < 100; k++) ask();
    vi.advanceTimersByTime(16);
    expect(work).toHaveBeenCalledTimes(1);
    ask();
    vi.advanceTimersByTime(100);
    expect(work).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(5000);
    expect(work).toHaveBeenCalledTimes(2);
  });
});
