/** Real processes for the session tests, which do not outlive the test that started them. */
import type { ChildProcess } from 'node:child_process';
import { afterEach } from 'vitest';
import { startChildProcess } from './child-process.ts';
import type { Child } from './child-process.ts';

const started = new Set<ChildProcess>();
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
});

export function startChild(...given: Parameters<typeof startChildProcess>): Child {
  const child = startChildProcess(...given);
  started.add(child.process);
  return child;
}
