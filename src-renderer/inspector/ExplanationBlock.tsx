/** Why a program has no solution: the rows and fixings of an infeasible set, and where propagation proves it, its steps. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import type { ExplanationValue } from '../../src-contract/explanation-value.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { Block } from '../common/Facts.tsx';
import { CopyButton } from '../common/CopyButton.tsx';
import { formatCount, formatDuration } from '../format/index.ts';
import { explainRun } from '../parts/run-actions.ts';
import { showRow } from '../state/program-view.ts';

/** Rows and steps that are shown; all that the result lists are copied. */
const MOST_SHOWN = 200;

/** The set where it was asked for, else what asks for it. */
export function ExplanationBlock(
  { run, explanation }: { readonly run: RunSummary; readonly explanation: ExplanationValue | undefined },
): JSX.Element {
  if (explanation === undefined) {
    return (
      <Block title="Why there is no solution">
        <p className="lz-inspector-text">
          A few of the rows may already have none. Explain makes a run that looks for such a set, from which no row can be left out.
        </p>
        <div className="lz-inspector-text">
          <Button variant="default" onClick={() => explainRun(run.id)}>
            Explain
          </Button>
        </div>
      </Block>
    );
  }
  const { text, rows, rowCount, fixings, fixingCount, ranges, chain, questions, seconds } = explanation;
  const shown = rowCount + fixingCount;
  const hidden = shown - Math.min(rows.length, MOST_SHOWN) - Math.min(fixings.length, MOST_SHOWN);
  return (
    <Block title={explanation.irreducible ? 'Why there is no solution' : 'Why there is no solution, so far'}>
      <p className="lz-inspector-text">{text}</p>
      {rows.length + fixings.length > 0 && (
        <table className="lz-table lz-compact selectable">
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col" title="With the bounds that are part of the set">
                Says
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_SHOWN).map((row) => (
              <tr key={row.row}>
                <td className="mono truncate" style={{ maxWidth: 110 }} title={row.name}>
                  <button type="button" className="lz-link" onClick={() => showRow(run, row.name)}>
                    {row.name}
                  </button>
                </td>
                <td className="mono wrap">{row.text}</td>
              </tr>
            ))}
            {fixings.slice(0, MOST_SHOWN).map(({ variable, name, value }) => (
              <tr key={`fixing-${variable}`}>
                <td className="dim">fixing</td>
                <td className="mono wrap">
                  {name} = {value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 0 && hidden > 0 && <p className="lz-inspector-text dim">and {formatCount(hidden)} more</p>}
      {ranges.length > 0 && (
        <p className="lz-inspector-text wrap">
          Integers keep to their ranges: {ranges.map(({ name, lower, upper }) => `${lower} ≤ ${name} ≤ ${upper}`).join(', ')}.
        </p>
      )}
      {chain !== null && (
        <>
          <p className="lz-inspector-text dim">One after the other:</p>
          <ol className="lz-steps mono selectable">
            {chain.slice(0, MOST_SHOWN).map((step, k) => <li key={k}>{step.text}</li>)}
          </ol>
        </>
      )}
      <p className="lz-inspector-text dim">
        Found in {formatDuration(seconds)} with {formatCount(questions)} {questions === 1 ? 'question' : 'questions'} to a solver or
        enumeration.
      </p>
      {rows.length + fixings.length > 0 && (
        <div className="lz-inspector-text">
          <CopyButton label="Copy the set" text={() => setAsText(explanation)} />
        </div>
      )}
    </Block>
  );
}

/** A line a row, a fixing, a range or a step. */
function setAsText({ rows, fixings, ranges, chain }: ExplanationValue): string {
  return [
    ...rows.map(({ name, text }) => `${name}: ${text}`),
    ...fixings.map(({ name, value }) => `${name} = ${value}`),
    ...ranges.map(({ name, lower, upper }) => `${lower} ≤ ${name} ≤ ${upper}`),
    ...(chain ?? []).map(({ text }, k) => `${k + 1}. ${text}`),
  ].join('\n');
}
