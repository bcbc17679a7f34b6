/**
 * Runs that differ in nothing but their seed are one group; this names groups and runs by what sets those
 * shown together apart, and by nothing else: labels and presets where these do it, otherwise the settings
 * that differ, from the whole spec.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { differingSettings, settingWords } from '../../src-contract/setting-words.ts';

/** The same for runs of one problem that were asked the same, seed apart. */
export function groupKey(run: RunSummary): string {
  return `${run.problemId} ${run.configuration.key}`;
}

/** The items of each key, keys and items in the order they come. */
export function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const found = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group === undefined) found.set(key, [item]);
    else group.push(item);
  }
  return found;
}

/** Settings that a run's method names already. */
const NAMED: ReadonlySet<string> = new Set(['kind', 'scheme', 'solver', 'quantity', 'decoder', 'shape']);
/** Names of more settings than this are no longer read; the method's own name says it shorter. */
const MOST_WORDS = 4;

interface Group {
  readonly key: string;
  readonly run: RunSummary;
  /** The label that all of its runs have and no run of other settings; else empty. */
  readonly label: string;
}

/** The name of each group among the groups of these runs, by its key. */
export function groupNames(runs: readonly RunSummary[]): ReadonlyMap<string, string> {
  const several = new Set(runs.map((run) => run.problemId)).size > 1;
  const names = new Map<string, string>();
  const byKind = grouped(groupsOf(runs), ({ run }) => run.kind);
  for (const groups of byKind.values()) {
    const parts = namesOfSettings(groups);
    for (const group of groups) {
      const [head = '', ...rest] = parts.get(group.run.configuration.key) ?? [];
      names.set(group.key, [head, ...(several ? [group.run.problemName] : []), ...rest].join(' · '));
    }
  }
  return names;
}

function groupsOf(runs: readonly RunSummary[]): Group[] {
  const settingsOfLabel = new Map<string, Set<string>>();
  for (const run of runs) settingsOfLabel.set(run.label, (settingsOfLabel.get(run.label) ?? new Set()).add(run.configuration.key));
  return [...grouped(runs, groupKey)].flatMap(([key, members]) => {
    const [run] = members;
    if (run === undefined) return [];
    const own = run.label !== '' && members.every(({ label }) => label === run.label) && settingsOfLabel.get(run.label)?.size === 1;
    return [{ key, run, label: own ? run.label : '' }];
  });
}

/** Name and what sets apart, by the key of the settings; the groups are of one kind. */
function namesOfSettings(groups: readonly Group[]): ReadonlyMap<string, readonly string[]> {
  const bySettings = new Map(groups.map((group) => [group.run.configuration.key, group]));
  const distinct = [...bySettings.values()];
  const given = distinct.map(
    ({ run, label }) => (label !== '' ? label : run.kind === 'descent' && run.configuration.changed?.length === 0 ? run.methodName : ''),
  );
  if (given.every((name) => name !== '') && new Set(given).size === given.length) {
    return new Map(distinct.map(({ run }, k) => [run.configuration.key, [given[k] ?? '']]));
  }
  const unlabelled = distinct.filter(({ label }) => label === '');
  const found = new Map(distinct.filter(({ label }) => label !== '').map(({ run, label }) => [run.configuration.key, [label]]));
  const paths = differingSettings(unlabelled.map(({ run }) => run.configuration.settings)).filter((path) => !NAMED.has(path));
  const words = unlabelled.map(({ run }) => settingWords(run.configuration.settings, paths));
  if (unlabelled.length > 1 && words.every((list) => list.length <= MOST_WORDS)) {
    // A method that all share sets nothing apart: the color says it, and the caption of an export.
    const shared = unlabelled.length === distinct.length &&
      unlabelled.every(({ run }) => run.method === unlabelled[0]?.run.method) && words.every((list) => list.length > 0);
    unlabelled.forEach(({ run }, k) => found.set(run.configuration.key, [...(shared ? [] : [run.method]), ...(words[k] ?? [])]));
    return found;
  }
  for (const alike of grouped(unlabelled, ({ run }) => run.methodName).values()) {
    const apart = differingSettings(alike.map(({ run }) => run.configuration.settings)).filter((path) => !NAMED.has(path));
    for (const { run } of alike) found.set(run.configuration.key, [run.methodName, ...settingWords(run.configuration.settings, apart)]);
  }
  return found;
}

/**
 * The name of each run among these: its label where no other has it, else its group's name, with the seed
 * where runs of that name have several, and the number where nothing else tells them apart.
 */
export function runLabels(runs: readonly RunSummary[]): ReadonlyMap<number, string> {
  const groups = groupNames(runs);
  const timesUsed = new Map<string, number>();
  for (const { label } of runs) timesUsed.set(label, (timesUsed.get(label) ?? 0) + 1);
  const labels = new Map<number, string>();
  const named = grouped(
    runs, (run) => (run.label !== '' && timesUsed.get(run.label) === 1 ? run.label : (groups.get(groupKey(run)) ?? run.methodName)),
  );
  for (const [name, alike] of named) {
    const seeds = new Set(alike.map((run) => run.seed)).size > 1;
    const made = alike.map((run) => (seeds ? `${name} · seed ${run.seed ?? 'none'}` : name));
    alike.forEach((run, k) => {
      const text = made[k] ?? name;
      labels.set(run.id, made.indexOf(text) === made.lastIndexOf(text) ? text : `${text} · #${run.id}`);
    });
  }
  return labels;
}
