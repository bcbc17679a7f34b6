/** What a filter that is being typed may go on with: names of columns, and the values that the runs have in one. */
import type { RunSummary } from '../../src-contract/session.ts';
import { plainName, QUERY_KEYS, queryKey } from './query-keys.ts';
import type { QueryKey } from './query-keys.ts';
import { quoted, tokensOf } from './query-tokens.ts';

export interface Completion {
  /** What takes the place of the characters from `from` to `to`. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** What it means, or how many runs have it. */
  readonly hint: string;
}

const MOST = 12;

/** @param caret where the next character goes */
export function completionsOf(text: string, caret: number, runs: readonly RunSummary[]): readonly Completion[] {
  const token = tokensOf(text).find(({ from, to }) => from < caret && caret <= to);
  if (token === undefined) return [];
  const start = token.from + (token.negated ? 1 : 0);
  if (token.term.kind === 'word') return names(text.slice(start, caret), start, token.to);
  if (token.term.kind === 'run') return [];
  const key = queryKey(token.term.key);
  const { operator } = token.term;
  if (key === null || !(operator === ':' || operator === '=' || operator === '!=' || operator === '~')) return [];
  const written = text.slice(start, caret);
  const lastPart = Math.max(written.lastIndexOf(','), token.term.key.length + operator.length - 1) + 1;
  return key.kind === 'words' || key.kind === 'any' ? valuesOf(key, written.slice(lastPart), start + lastPart, token.to, runs) : [];
}

function names(typed: string, from: number, to: number): readonly Completion[] {
  const plain = plainName(typed);
  if (plain === '') return [];
  const rank = ({ name, label }: QueryKey): number => {
    const [a, b] = [plainName(name), plainName(label)];
    return a.startsWith(plain) ? 0 : b.startsWith(plain) ? 1 : a.includes(plain) || b.includes(plain) ? 2 : 3;
  };
  return QUERY_KEYS.map((key) => ({ key, rank: rank(key) })).filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank).slice(0, MOST).map(({ key }) => ({
      text: `${key.name}${key.kind === 'number' ? '<' : ':'}`, from, to, label: key.name,
      hint: key.label === key.name ? key.help : key.label,
    }));
}

function valuesOf(key: QueryKey, typed: string, from: number, to: number, runs: readonly RunSummary[]): readonly Completion[] {
  const counts = new Map<string, number>();
  for (const run of runs) for (const cell of new Set(key.cells(run))) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1);
  const part = typed.replaceAll('"', '').toLowerCase();
  return [...counts].filter(([value]) => value.toLowerCase().includes(part) && value.toLowerCase() !== part)
    .sort(([a, m], [b, n]) => Number(b.toLowerCase().startsWith(part)) - Number(a.toLowerCase().startsWith(part)) || n - m)
    .slice(0, MOST).map(([value, count]) => ({
      text: quoted(value), from, to, label: value, hint: `${count} ${count === 1 ? 'run' : 'runs'}`,
    }));
}
