/** The tags of one run or of several: taken away by a click, added by typing; those that only some have say so. */
import { TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { useRuns } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';

/** How many of the runs have each tag, by its name. */
function tagCounts(runs: readonly RunSummary[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { tags } of runs) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Tags typed with commas between them. */
function tagsIn(text: string): string[] {
  return [...new Set(text.split(',').map((tag) => tag.trim()).filter((tag) => tag !== ''))];
}

export function TagEditor({ runs }: { readonly runs: readonly RunSummary[] }): JSX.Element {
  const listId = useId();
  const [typed, setTyped] = useState('');
  const known = tagCounts(useRuns()).map(([tag]) => tag);
  const counts = tagCounts(runs);
  const ids = runs.map((run) => run.id);
  const add = (tags: string[]): void => {
    setTyped('');
    if (tags.length > 0) attempt(() => request({ type: 'run.update', ids, change: { addTags: tags } }));
  };
  return (
    <div className="stack" style={{ gap: 6 }}>
      {counts.length > 0 && (
        <ul className="lz-tags" aria-label="Tags">
          {counts.map(([tag, count]) => (
            <li key={tag} className="lz-tag" data-partial={count < runs.length}>
              {count < runs.length
                ? (
                  <button type="button" title={`Give it to all ${runs.length}`} onClick={() => add([tag])}>
                    {tag} <span className="tabular">{count} of {runs.length}</span>
                  </button>
                )
                : <span>{tag}</span>}
              <button
                type="button"
                aria-label={`Take the tag ${tag} away`}
                onClick={() => attempt(() => request({ type: 'run.update', ids, change: { removeTags: [tag] } }))}
              >
                <IconX size={11} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextInput
        aria-label="Add a tag"
        data-autofocus
        title="Enter adds it; several with commas between them. The filter finds it by tag:NAME."
        placeholder="Add a tag"
        value={typed}
        maxLength={300}
        list={listId}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add(tagsIn(typed));
        }}
        onBlur={() => add(tagsIn(typed))}
      />
      <datalist id={listId}>
        {known.map((tag) => <option key={tag} value={tag}>{tag}</option>)}
      </datalist>
    </div>
  );
}
