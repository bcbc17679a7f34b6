/** What is known of a problem: size, reference, row classes, ranges, the weights μ the theory names, the matrix's picture. */
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { JSX } from 'react';
import { referenceSource } from '../../src-contract/reference-words.ts';
import type { ProblemFacts, ProblemSummary, Reference } from '../../src-contract/session.ts';
import { useProblemFacts, useRuns } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { formatCount, formatNumber, formatObjective, formatShare, fullPrecision } from '../format/index.ts';
import { MU_HELP, violationWords } from '../parts/mu-bounds-words.ts';
import { BASIS } from '../parts/basis.ts';
import { provenInfeasible } from '../parts/proven-infeasible.ts';
import { selectAdded } from '../state/select-added.ts';
import { Sparsity } from './Sparsity.tsx';
import { runCommand } from '../state/command-actions.ts';
import { useSelection } from '../state/selection.ts';
import { attempt, showNews } from '../common/notify.tsx';
import { Block, Facts } from '../common/Facts.tsx';
import type { Fact } from '../common/Facts.tsx';
import { KnownOptimum } from './KnownOptimum.tsx';
import { rowClassHelp } from './row-class-help.ts';

export function ProblemInspector({ problem }: { readonly problem: ProblemSummary }): JSX.Element {
  const query = useProblemFacts(problem.id);
  const facts = query.data;
  const { reference } = problem;
  return (
    <>
      <header className="lz-inspector-head">
        <h2 className="mono wrap selectable">{problem.name}</h2>
        <div className="caption wrap selectable">{problem.origin}</div>
        <div className="row" style={{ marginTop: 8, flexWrap: 'wrap' }}>
          <Button variant="default" onClick={() => runCommand('new-exact-run')}>
            Solve…
          </Button>
          <Button variant="default" onClick={() => runCommand('new-descent-run')}>
            Descend…
          </Button>
          <Button variant="default" onClick={() => runCommand('new-estimate-run')}>
            Estimate…
          </Button>
        </div>
      </header>
      {problem.warnings.length > 0 && <Warnings problem={problem} />}
      <Block title="Problem">
        <Facts
          rows={[
            { label: 'Sense', value: problem.sense === 'min' ? 'minimize' : 'maximize' },
            {
              label: 'Reference',
              value: reference === null ? <NoReference problemId={problem.id} /> : (
                <span title={fullPrecision(reference.objective)} className={reference.basis === 'best-found' ? 'lz-unproven' : undefined}>
                  {formatObjective(reference.objective, { digits: 8 })} <ReferenceFrom reference={reference} />
                </span>
              ),
              help: reference === null
                ? 'What gaps are measured against'
                : `What gaps are measured against: ${BASIS[reference.basis].help}`,
            },
            ...(reference?.bound === null || reference?.bound === undefined
              ? []
              : [
                {
                  label: 'Proven bound',
                  value: <span title={fullPrecision(reference.bound.objective)}>{formatObjective(reference.bound.objective, {
                    digits: 8,
                  })} <RunLink id={reference.bound.runId} method={reference.bound.method} /></span>,
                  help: 'No solution is better than this: the optimum lies between it and the reference',
                },
              ]),
            {
              label: 'Known optimum', value: <KnownOptimum key={`${problem.id} ${String(problem.stated.typed)}`} problem={problem} />,
              help: 'An optimum you know from elsewhere. Gaps are measured against it unless it is proven here, or something found or proven here contradicts it',
            },
            {
              label: 'Variables',
              value: `${formatCount(problem.variables)}${facts !== undefined && facts.fixedVariables > 0 ? `, ${formatCount(facts.fixedVariables)} fixed` : ''}`,
              help: 'All are 0 or 1; fixed ones have one value left',
            },
            ...(facts?.integers === undefined
              ? []
              : [
                {
                  label: 'Integers', value: integersText(facts.integers),
                  help: 'Integer variables of the file are written in bits, x = lower bound + Σ weight · bit; solutions are shown, compared and written in integers',
                },
              ]),
            {
              label: 'Rows',
              value: (
                <button type="button" className="lz-link" title="Lists rows and variables" onClick={() => runCommand('show-program')}>
                  {formatCount(problem.rows)}
                </button>
              ),
            },
            {
              label: 'Nonzeros', value: `${formatCount(problem.nonzeros)}${facts === undefined ? '' : ` (${formatShare(facts.density)})`}`,
            },
          ]}
        />
        {problem.referenceNote !== null && (
          <p className="lz-inspector-text lz-reference-note" role="status">
            <IconAlertTriangle size={13} aria-hidden /> {problem.referenceNote}
          </p>
        )}
        <Sparsity problemId={problem.id} variables={problem.variables} rows={problem.rows} />
      </Block>
      {query.isError && <ErrorNote error={errorValueOf(query.error)} action={{ label: 'Try again', run: () => void query.refetch() }} />}
      {facts !== undefined && <ComputedFacts facts={facts} />}
      <Block title="Identity" open={false}>
        <Facts rows={[{
          label: 'SHA-256', value: <span className="mono wrap">{problem.hash}</span>,
          help: 'Of the encoded program; the same program has the same hash wherever it came from',
        }, { label: 'Added', value: new Date(problem.addedAt).toLocaleString() }]} />
      </Block>
    </>
  );
}

/** Why there is nothing to measure gaps against. */
function NoReference({ problemId }: { readonly problemId: number }): JSX.Element {
  const runs = useRuns();
  const proof = useMemo(() => provenInfeasible(runs), [runs]).get(problemId);
  if (proof === undefined) return <>none yet: solve it exactly</>;
  return <>none: proven infeasible by <RunLink id={proof} method={null} /></>;
}

/** What its reader wondered at; a sense that its file's comments contradict can be exchanged. */
function Warnings({ problem }: { readonly problem: ProblemSummary }): JSX.Element {
  const { warnings, senseDoubt, id } = problem;
  const open = (): void =>
    attempt(async () => {
      const added = await request({ type: 'problem.resense', id });
      selectAdded(added);
      showNews(`Opened ${added.name} as ${senseWord(added.sense)}`);
    });
  return (
    <Block title={`Warnings (${warnings.length})`}>
      <ul className="lz-warnings selectable">
        {warnings.map((warning) => (
          <li key={warning} className="wrap">
            <IconAlertTriangle size={13} aria-hidden /> {warning}
            {senseDoubt !== null && warning === senseDoubt.warning && (
              <Button
                variant="default"
                mt={6}
                onClick={open}
                title="Adds the same program with the other sense as a problem of its own; this one stays as it is"
              >
                Open as {senseWord(senseDoubt.meant)}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Block>
  );
}

const senseWord = (sense: ProblemSummary['sense']): string => (sense === 'max' ? 'maximization' : 'minimization');

/** Where a reference is from: `(proven here by run 3 with HiGHS)`. */
function ReferenceFrom({ reference }: { readonly reference: Reference }): JSX.Element {
  const { basis, runId, method, bound } = reference;
  if (runId === null) return <span className="dim">({referenceSource(reference)})</span>;
  if (basis === 'proven' && bound !== null && bound !== undefined && bound.runId !== runId) {
    return (
      <span className="dim">
        (found by <RunLink id={runId} method={method} />, proven by the bound of <RunLink id={bound.runId} method={bound.method} />)
      </span>
    );
  }
  return (
    <span className="dim">
      ({basis === 'proven' ? 'proven here by' : 'best found, no proof, by'} <RunLink id={runId} method={method} />)
    </span>
  );
}

function RunLink({ id, method }: { readonly id: number; readonly method: string | null | undefined }): JSX.Element {
  return (
    <span className="dim">
      <button type="button" className="lz-link" onClick={() => useSelection.getState().selectRuns([id])}>
        run {id}
      </button>
      {method === null || method === undefined ? '' : ` with ${method}`}
    </span>
  );
}

const range = (
  of: ProblemFacts['objectiveRange'],
): string => (of === null ? 'none' : of.min === of.max ? formatNumber(of.min) : `${formatNumber(of.min)} to ${formatNumber(of.max)}`);

/** A longer list is folded away. */
const MOST_OPEN = 8;
const ENCODING_HELP = {
  unary: 'Bits of weight 1 in order, each at most the one before it: a step of 1 is the flip of one bit',
  binary: 'Bits of weights 1, 2, 4, …; a row caps their sum where not all of its values are in the range',
} as const;

function integersText({ variables, bits, rows }: NonNullable<ProblemFacts['integers']>): string {
  return `${formatCount(variables)}, in ${formatCount(bits)} bits${rows === 0 ? '' : ` and ${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`}`;
}

function encodingText({ lower, upper, bits, encoding }: NonNullable<ProblemFacts['integers']>['first'][number]): string {
  return `${formatNumber(lower)} to ${formatNumber(upper)}: ${bits} ${bits === 1 ? 'bit' : 'bits'}, ${encoding}`;
}

function ComputedFacts({ facts }: { readonly facts: ProblemFacts }): JSX.Element {
  const classes = Object.entries(facts.rowClasses);
  const { mu, smallestPositiveViolation: least } = facts;
  const bound = (value: number | null): string => formatNumber(value, { digits: 6, missing: 'not available' });
  const classRows: Fact[] = classes.map(([name, count]) => ({
    label: name, value: `${formatCount(count)} (${formatShare(facts.rows === 0 ? 0 : count / facts.rows)})`, help: rowClassHelp(name),
  }));
  return (
    <>
      {facts.integers !== undefined && (
        <Block title="Integer variables" open={facts.integers.variables <= MOST_OPEN}>
          <Facts rows={facts.integers.first.map((
            integer,
          ) => ({ label: integer.name, value: encodingText(integer), help: ENCODING_HELP[integer.encoding] }))} />
          {facts.integers.variables > facts.integers.first.length &&
            <p className="lz-inspector-text dim">and {formatCount(facts.integers.variables - facts.integers.first.length)} more</p>}
        </Block>
      )}
      {classRows.length > 0 && (
        <Block title="Row classes">
          <Facts rows={classRows} />
        </Block>
      )}
      <Block title="Penalty weight μ">
        <Facts
          rows={[
            { label: 'Tight', value: bound(mu.tight), help: MU_HELP.tight },
            { label: 'Norm', value: bound(mu.norm1), help: MU_HELP.norm1 },
            { label: 'Theorem 2', value: bound(mu.theorem2), help: MU_HELP.theorem2 },
            {
              label: 'Smallest violation',
              value: violationWords(least),
              help: 'The smallest positive amount by which any 0/1 vector can violate a row. “At least” marks a lower bound, where finding the exact value would take too long.',
            },
          ]}
        />
      </Block>
      <Block title="Ranges of absolute values">
        <Facts
          rows={[
            { label: 'Objective', value: range(facts.objectiveRange), help: 'Smallest and largest |cⱼ| that is not 0' },
            { label: 'Coefficients', value: range(facts.coefficientRange), help: 'Smallest and largest |aᵢⱼ|' },
            { label: 'Right-hand sides', value: range(facts.rhsRange), help: 'Smallest and largest |bᵢ| that is not 0' },
          ]}
        />
      </Block>
    </>
  );
}
