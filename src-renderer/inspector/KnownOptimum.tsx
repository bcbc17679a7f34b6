/**
 * An optimum that the user knows, typed in: gaps are measured against it until it is proven here or
 * something contradicts it. Kept with Enter or when the field is left; an empty field takes it away.
 */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { JSX } from 'react';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { parseNumber } from '../form/parse-number.ts';
import { formatNumber, fullPrecision } from '../format/index.ts';
import { attempt } from '../common/notify.tsx';

export function KnownOptimum({ problem }: { readonly problem: ProblemSummary }): JSX.Element {
  const { typed, file } = problem.stated;
  const [text, setText] = useState(fullPrecision(typed));
  const optimum = text.trim() === '' ? null : parseNumber(text);
  const complaint = text.trim() !== '' && optimum === null ? 'A number, or nothing' : null;
  const keep = (): void => {
    if (complaint !== null || optimum === typed) return;
    attempt(() => request({ type: 'problem.type-optimum', id: problem.id, optimum }));
  };
  return (
    <TextInput
      className="lz-known-optimum"
      aria-label="Known optimum"
      placeholder={file === null ? 'not known' : `from the file: ${formatNumber(file, { digits: 8 })}`}
      title="An optimum you know, in the problem’s own sense. Enter keeps it, an empty field takes it away."
      value={text}
      error={complaint}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setText(fullPrecision(typed));
      }}
      inputMode="decimal"
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: 'tabular' }}
    />
  );
}
