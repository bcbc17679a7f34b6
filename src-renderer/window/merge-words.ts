/** What came of a merge, in one sentence. */
import type { MergeReport } from '../../src-contract/session-merge.ts';
import { formatCount } from '../format/index.ts';

export function mergeWords({ name, problems, runs, studies }: MergeReport): string {
  const counted = (n: number, one: string, many: string): string[] => (n === 0 ? [] : [`${formatCount(n)} ${n === 1 ? one : many}`]);
  const added = [
    ...counted(problems.added, 'problem', 'problems'), ...counted(runs.added, 'run', 'runs'), ...counted(studies.added, 'study', 'studies'),
  ];
  const same = counted(runs.same, 'run was', 'runs were');
  const known = same.map((each) => `; ${each} here already`).join('');
  return `Merged ${name}: ${added.length === 0 ? 'nothing new' : `${added.join(', ')} added`}${known}`;
}
