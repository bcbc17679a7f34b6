/** What there is to tell of a merge, gathered: of many runs of one problem and method with the same trouble there is one line. */
import type { MergeFinding, MergeFindingKind } from '../../../src-contract/session-merge.ts';

export interface Findings {
  add(kind: MergeFindingKind, about: string, text: string): void;
  /** @param about its problem and method @param id of the run in the file */
  addRun(kind: MergeFindingKind, about: string, id: number, text: string): void;
  list(): readonly MergeFinding[];
}

/** Lines beyond which the rest is counted. */
const MOST = 500;
/** Numbers of runs that are named. */
const NAMED = 5;

export function createFindings(): Findings {
  const lines = new Map<string, { kind: MergeFindingKind; about: string; text: string; more: number[] }>();
  let beyond = 0;
  const put = (key: string, kind: MergeFindingKind, about: string, text: string): void => {
    if (lines.size < MOST) lines.set(key, { kind, about, text, more: [] });
    else beyond++;
  };
  return {
    add: (kind, about, text) => put(`${lines.size} ${beyond}`, kind, about, text),
    addRun(kind, about, id, text) {
      const key = `${kind} ${about}`;
      const known = lines.get(key);
      if (known === undefined) put(key, kind, about, text);
      else known.more.push(id);
    },
    list() {
      const found: MergeFinding[] = [...lines.values()].map(({ kind, about, text, more }) => ({
        kind, about, text: more.length === 0 ? text : `${text}; so with ${moreRuns(more)} of it`,
      }));
      if (beyond > 0) found.push({ kind: 'damaged', about: 'and more', text: `${beyond} more lines are not listed` });
      return found;
    },
  };
}

function moreRuns(ids: readonly number[]): string {
  const named = ids.slice(0, NAMED).join(', ');
  return `${ids.length === 1 ? 'run' : 'runs'} ${named}${ids.length > NAMED ? ` and ${ids.length - NAMED} more` : ''}`;
}
