/** Which signals are one press of Ctrl-C, and which are two. */
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => void vi.restoreAllMocks());

/** A new copy of the module, which remembers its press, and what it is told. */
async function listening() {
  vi.resetModules();
  const { onInterrupt, wasInterrupted } = await import('../../../src-main/cli/interrupts.ts');
  const kill = vi.spyOn(process, 'kill').mockImplementation(() => true);
  const stop = vi.fn();
  return { stop, kill, wasInterrupted, release: onInterrupt(stop) };
}

function holdTheLoop(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe('a press of Ctrl-C', () => {
  it('is one, however late its copies are heard because the loop was held', async () => {
    const { stop, kill, release } = await listening();
    process.emit('SIGINT', 'SIGINT');
    holdTheLoop(400);
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGTERM', 'SIGTERM');
    expect(stop).toHaveBeenCalledTimes(1);
    expect(kill).not.toHaveBeenCalled();
    release();
  });

  it('is a second one once the loop has turned for as long as a person takes', async () => {
    const { stop, kill, wasInterrupted, release } = await listening();
    expect(wasInterrupted()).toBe(false);
    process.emit('SIGINT', 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(wasInterrupted()).toBe(true);
    process.emit('SIGTERM', 'SIGTERM');
    expect(stop).toHaveBeenCalledTimes(1);
    expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, 'SIGTERM');
    expect(process.listenerCount('SIGHUP')).toBe(0);
    release();
  });

  it('does not end what prints after the work it stopped was over, and the next one does', async () => {
    const { kill, release } = await listening();
    process.emit('SIGINT', 'SIGINT');
    release();
    process.emit('SIGINT', 'SIGINT');
    expect(kill).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(process.listenerCount('SIGHUP')).toBe(0));
  });
});
