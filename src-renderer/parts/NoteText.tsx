/** A note as it is read: Markdown drawn as elements of the page, with its runs and problems to go to. */
import { Fragment, useMemo } from 'react';
import type { JSX } from 'react';
import { noteBlocks } from '../../src-contract/note-blocks.ts';
import type { NoteBlock, NoteSpan } from '../../src-contract/note-blocks.ts';
import { useProblems, useRun } from '../api/queries.ts';
import { Swatch } from '../common/Swatch.tsx';
import { useSelection } from '../state/selection.ts';

export function NoteText({ note }: { readonly note: string }): JSX.Element {
  const blocks = useMemo(() => noteBlocks(note), [note]);
  return (
    <div className="lz-note selectable">
      {/* Blocks and spans have no names of their own; a note that changes is drawn anew. */}
      {/* oxlint-disable-next-line react/no-array-index-key */}
      {blocks.map((block, k) => <Block key={k} block={block} />)}
    </div>
  );
}

function Block({ block }: { readonly block: NoteBlock }): JSX.Element {
  switch (block.kind) {
    case 'heading': {
      const Heading = (['h3', 'h4', 'h5'] as const)[block.level - 1] ?? 'h5';
      return <Heading><Spans spans={block.spans} /></Heading>;
    }
    case 'paragraph':
      return <p><Spans spans={block.spans} /></p>;
    case 'code':
      return <pre className="mono">{block.text}</pre>;
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      // oxlint-disable-next-line react/no-array-index-key
      return <List>{block.items.map((spans, k) => <li key={k}><Spans spans={spans} /></li>)}</List>;
    }
  }
}

function Spans({ spans }: { readonly spans: readonly NoteSpan[] }): JSX.Element {
  // oxlint-disable-next-line react/no-array-index-key
  return <>{spans.map((span, k) => <Fragment key={k}><Span span={span} /></Fragment>)}</>;
}

function Span({ span }: { readonly span: NoteSpan }): JSX.Element {
  switch (span.kind) {
    case 'text':
      return <>{span.text}</>;
    case 'code':
      return <code className="mono">{span.text}</code>;
    case 'strong':
      return <strong>{span.text}</strong>;
    case 'emphasis':
      return <em>{span.text}</em>;
    case 'link':
      return <span title={span.address}>{span.text} <span className="dim mono">{span.address}</span></span>;
    case 'run':
      return <RunLink id={span.id} />;
    case 'problem':
      return <ProblemLink name={span.name} />;
  }
}

function RunLink({ id }: { readonly id: number }): JSX.Element {
  const run = useRun(id);
  if (run === null) return <span className="dim" title="There is no such run in this session">#{id}</span>;
  return (
    <button
      type="button"
      className="lz-link"
      title={`${run.label === '' ? run.methodName : run.label} on ${run.problemName}: select it`}
      onClick={() => useSelection.getState().selectRuns([id])}
      onMouseEnter={() => useSelection.getState().hoverRun(id)}
      onMouseLeave={() => useSelection.getState().hoverRun(null)}
    >
      <Swatch run={run} /> #{id}
    </button>
  );
}

function ProblemLink({ name }: { readonly name: string }): JSX.Element {
  const problem = useProblems().find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (problem === undefined) return <span className="mono dim" title="There is no problem of this name in this session">{name}</span>;
  return (
    <button
      type="button" className="lz-link mono" title="Select this problem" onClick={() => useSelection.getState().selectProblem(problem.id)}
    >
      {problem.name}
    </button>
  );
}
