/** Circuits and graphs that were opened, until it is said what they become: the page knows their numbers, not their paths. */
import type { ProblemChoice, ProblemSource } from '../../../src-contract/problem-choice.ts';
import type { ProblemSummary } from '../../../src-contract/session.ts';
import { EngineError } from '../error-value.ts';
import type { SessionThread } from '../session/client.ts';

export interface ProblemSources {
  readonly look: (path: string) => Promise<ProblemSource>;
  /** @throws EngineError `source-unknown` */
  readonly choose: (source: number, choice: ProblemChoice) => Promise<ProblemSummary>;
}

export function problemSources(thread: SessionThread): ProblemSources {
  const paths = new Map<number, string>();
  return {
    async look(path) {
      const seen = await thread.call<'problem.look-at-source'>({ type: 'problem.look-at-source', path });
      const id = paths.size + 1;
      paths.set(id, path);
      return { ...seen, id };
    },
    async choose(source, choice) {
      const path = paths.get(source);
      if (path === undefined) throw new EngineError('source-unknown', 'This file is not open any more.', 'Open it again.');
      return thread.call<'problem.add-choice'>({ type: 'problem.add-choice', path, choice });
    },
  };
}
