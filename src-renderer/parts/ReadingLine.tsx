/** What a solution says of its circuit or graph, and whether that holds. */
import { IconCheck, IconX } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { ReadingView } from '../../src-contract/problem-choice.ts';

export function ReadingLine({ reading }: { readonly reading: ReadingView }): JSX.Element {
  const { label, text, verdict, holds } = reading;
  return (
    <>
      <span className="dim">{label}</span> <span className="mono">{text}</span>{' '}
      <span className="lz-word" data-tone={holds ? 'good' : 'bad'} style={{ display: 'inline', whiteSpace: 'normal' }}>
        {holds ? <IconCheck size={13} aria-hidden /> : <IconX size={13} aria-hidden />} {verdict}
      </span>
    </>
  );
}
