/** The filter of the run table: a line that offers columns and values as it is typed. */
import { Popover, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import type { JSX, KeyboardEvent, RefObject } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { attempt } from '../common/notify.tsx';
import type { Completion, completionsOf } from './query-completion.ts';
import type { QueryMistake } from './run-query.ts';

const HELP = [
  'Words look in problem, method, label, note, tags and status; every one must be found, and -word must not.',
  'A column, a sign and a value ask for more: gap<1  scheme:true  problem~cover  objective>=10  seed:1..5  tag:paper  status=optimal  -feasible:yes  #12',
  ':  begins a word, or is the number    =  is exactly    ~  contains    !=  is not    none  where there is nothing    a,b  one of several',
].join('\n');

interface FilterFieldProps {
  readonly value: string;
  readonly runs: readonly RunSummary[];
  readonly onChange: (text: string) => void;
  readonly input: RefObject<HTMLInputElement | null>;
}

export function FilterField({ value, runs, onChange, input }: FilterFieldProps): JSX.Element {
  const listId = useId();
  // Where the next character goes, while the list may be open; null while it may not.
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  // What completes comes when the field is first used.
  const [complete, setComplete] = useState<{ readonly of: typeof completionsOf } | null>(null);
  const offered = useMemo(
    () => (caret === null || complete === null ? [] : complete.of(value, caret, runs)), [value, caret, runs, complete],
  );
  const opened = offered.length > 0;

  const accept = ({ text, from, to }: Completion): void => {
    const next = value.slice(0, from) + text + value.slice(to);
    onChange(next);
    setActive(-1);
    setCaret(from + text.length);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const chosen = offered[active];
    if (event.key === 'Escape') {
      if (opened) setCaret(null);
      else onChange('');
    } else if (opened && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + (active < 0 && step < 0 ? 1 : 0) + offered.length) % offered.length);
    } else if (chosen !== undefined && (event.key === 'Enter' || event.key === 'Tab')) accept(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Popover opened={opened} position="bottom-start" offset={2} shadow="md" width={360}>
      <Popover.Target>
        <TextInput
          ref={input}
          className="lz-filter"
          aria-label="Filter runs"
          placeholder="Filter: cover gap<1 seed:3 #12"
          title={HELP}
          leftSection={<IconFilter size={14} aria-hidden />}
          spellCheck={false}
          autoComplete="off"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={opened}
          aria-controls={listId}
          {...(active >= 0 && opened ? { 'aria-activedescendant': `${listId}-${active}` } : {})}
          value={value}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value);
            setCaret(currentTarget.selectionStart);
            setActive(-1);
          }}
          onFocus={() => attempt(async () => setComplete({ of: (await import('./query-completion.ts')).completionsOf }))}
          onKeyDown={onKeyDown}
          onBlur={() => setCaret(null)}
        />
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <div id={listId} role="listbox" aria-label="Columns and values" className="lz-completions">
          {offered.map((each, k) => (
            <div
              key={each.label}
              id={`${listId}-${k}`}
              role="option"
              tabIndex={-1}
              aria-selected={k === active}
              className="lz-completion"
              onMouseDown={(event) => {
                event.preventDefault();
                accept(each);
              }}
            >
              <span className="mono truncate">{each.label}</span>
              <span className="caption truncate">{each.hint}</span>
            </div>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What is wrong with a filter, and a way to the place. */
export function FilterMistakes(
  { text, mistakes, input }: {
    readonly text: string; readonly mistakes: readonly QueryMistake[]; readonly input: RefObject<HTMLInputElement | null>;
  },
): JSX.Element | null {
  if (mistakes.length === 0) return null;
  return (
    <div className="lz-query-mistakes" role="status">
      {mistakes.map(({ from, to, message }) => (
        <div key={from}>
          <button
            type="button"
            className="lz-link mono"
            title="Show where"
            onClick={() => {
              input.current?.focus();
              input.current?.setSelectionRange(from, to);
            }}
          >
            {text.slice(from, to)}
          </button>{' '}
          is passed over. {message}
        </div>
      ))}
    </div>
  );
}
