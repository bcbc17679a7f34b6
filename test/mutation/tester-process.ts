/** The process of tester.ts seen from outside: asked one thing at a time, ended and replaced when it hangs. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Answer, Question } from './messages.ts';

export interface Tester {
  /** @returns null where no answer came within the limit or the process died; the next call starts afresh */
  ask(question: Question, limitMilliseconds: number): Promise<Answer | null>;
  close(): void;
}

function nextAnswer(child: ChildProcess, limitMilliseconds: number): Promise<Answer | null> {
  return new Promise((resolve) => {
    const finish = (answer: Answer | null): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(answer);
    };
    const onMessage = (message: unknown): void => finish(message as Answer);
    const onExit = (): void => finish(null);
    const timer = setTimeout(() => finish(null), limitMilliseconds);
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}

/** @param root the project's folder */
export function createTester(root: string): Tester {
  let child: ChildProcess | null = null;

  function close(): void {
    child?.removeAllListeners();
    child?.kill('SIGKILL');
    child = null;
  }

  return {
    async ask(question, limitMilliseconds) {
      if (child === null) {
        // What the tests print of changed sources is noise, and a change may print without end.
        child = fork(join(root, 'test/mutation/tester.ts'), {
          cwd: root,
          execArgv: ['--max-old-space-size=2048'],
          stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        });
        if ((await nextAnswer(child, 120_000)) === null) throw new Error('the process that runs the tests did not start');
      }
      const pending = nextAnswer(child, limitMilliseconds);
      child.send(question);
      const answer = await pending;
      if (answer === null) close();
      return answer;
    },
    close,
  };
}
