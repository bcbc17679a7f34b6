/** Descents: bounds on μ beside its field, what they would store, the multipliers of their rows. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import { controlSentence, CONTROLS } from '../../src-science/descent/control-words.ts';
import type { ControlsValue, DescentResultValue, RowMultipliers } from '../../src-contract/job-event.ts';
import { recordedSize, recordedSizeText } from '../../src-science/descent/recorded-size.ts';
import { DESCENT } from '../../src-science/descent/descent-settings.ts';
import { settingsWithin } from '../../src-science/settings/walk.ts';
import { useProblemFacts } from '../api/queries.ts';
import { CopyButton } from '../common/CopyButton.tsx';
import { Block } from '../common/Facts.tsx';
import { formatCount, formatDuration, formatNumber, formatObjective, formatShare, fullPrecision } from '../format/index.ts';
import { muChoices, violationWords } from '../parts/mu-bounds-words.ts';
import { describeFixing, describeRounding, digits, figure } from './figures.ts';
import { useFormContext } from './form/form-context.ts';
import { SettingFields } from './form/SettingFields.tsx';
import type { Line, PageKind } from './page-kind.ts';

export const page: PageKind<'descent'> = {
  Fields: () => <SettingFields kind="descent" below={{ 'Penalty weight': <MuBounds /> }} />,
  stores: (body, variables, runs) => `Stores at most ${recordedSizeText(recordedSize(body, variables), variables, runs)}.`,
  lines,
  sentence: ({ endingText, evaluationReason }) => (endingText === undefined ? evaluationReason : `${endingText} ${evaluationReason}`),
  Below: ({ result: { controls, multipliers } }) => (
    <>
      {controls !== undefined && <ControlsBlock controls={controls} />}
      {multipliers !== undefined && <MultipliersBlock multipliers={multipliers} />}
    </>
  ),
};

/** Which μ of a schedule the theory's bounds are about: the largest. */
const BOUNDED_MU: Readonly<Record<string, string>> = { fixed: 'value', ramp: 'to', adaptive: 'max' };

/** The weights that the theory names for this problem and what they rest on, each taken over with a click. */
function MuBounds(): JSX.Element {
  const { problem, set, text } = useFormContext();
  const { data: facts, isError } = useProblemFacts(problem.id);
  if (text('descent.loss') === 'diffilo') {
    return (
      <p className="lz-wide caption lz-bounds">
        Under DiffILO’s loss μ is no price of a violation: the bounds for the plain loss say nothing of it.
      </p>
    );
  }
  if (facts === undefined) return <p className="lz-wide caption lz-bounds">{isError
    ? 'The bounds on μ could not be computed.'
    : 'Looking for the smallest violation…'}</p>;
  const schedule = text('descent.mu.kind');
  const weight = BOUNDED_MU[schedule] ?? 'value';
  const target = settingsWithin(DESCENT.settings.mu, schedule)[weight]?.label ?? 'μ';
  return (
    <div className="lz-wide lz-bounds" role="group" aria-label="Bounds on μ">
      <span className="caption">{`Enough for feasibility${target === 'μ' ? '' : ` (sets “${target}”)`}, above`}</span>
      {muChoices(facts).map(({ name, bound, value, help }) => (
        <Button
          key={name}
          variant="default"
          className="lz-small-button"
          title={`${help} Bound ${fullPrecision(bound)}; takes ${value}.`}
          onClick={() => set(`descent.mu.${weight}`, String(value))}
        >
          {`${name}: ${formatNumber(bound)}`}
        </Button>
      ))}
      <span
        className="caption"
        title="The smallest positive amount by which any 0/1 vector can violate a row; “at least” marks a lower bound, where the exact value would take too long."
      >
        smallest violation {violationWords(facts.smallestPositiveViolation)}
      </span>
    </div>
  );
}

const STOPPED = { iterations: 'all iterations done', 'gradient-norm': 'gradient small enough', cancelled: 'cancelled' } as const;

function lines(result: DescentResultValue): readonly Line[] {
  const { final } = result;
  const exact = (final.exact ?? result.evaluation === 'exact') || result.xHat.every((x) => x === 0 || x === 1);
  return [
    {
      label: 'Loss', value: figure(final.loss, final.lossStandardError, exact),
      help: `L(x̂) in the minimizing normal form: ${digits(final.loss, final.lossStandardError, exact)}`,
    },
    {
      label: 'cᵀx̂', value: formatNumber(final.objective, { digits: 6 }),
      help: `Objective part of the loss: ${fullPrecision(final.objective)}`,
    },
    {
      label: 'Penalty', value: figure(final.penalty, final.penaltyStandardError, exact),
      help: `Σᵢ E[max(aᵢᵀx − bᵢ, 0)], without μ: ${digits(final.penalty, final.penaltyStandardError, exact)}`,
    },
    { label: 'μ', value: formatNumber(final.mu) },
    { label: '‖∇L‖', value: formatNumber(final.gradientNorm), help: 'Norm of the scheme’s gradient in x̂ over the free variables' },
    ...(result.settling === undefined
      ? []
      : [{
        label: 'Stationarity gap', value: `${formatNumber(result.settling.gap)} (${formatShare(result.settling.gapShare, '')})`,
        help: 'How far the loss would fall along the scheme’s direction, to first order, and as a share of the loss; above 5 % a descent is called not settled',
      }]),
    ...(result.bound === undefined || result.bound === null ? [] : [{
      label: 'Bound', value: formatNumber(result.bound, { digits: 8 }),
      help: `Proven by multipliers of the rows: no feasible vector is better (${fullPrecision(result.bound)})`,
    }]),
    ...(result.provenGap === undefined || result.provenGap === null ? [] : [{
      label: 'Proven gap', value: formatShare(result.provenGap, 'unknown'),
      help: '|objective − bound| / max(1, |objective|) of the best feasible vector found, on the way or at the end',
    }]),
    ...describeFixing(result.fixing),
    ...(result.feasibleAtLeast === undefined || result.feasibleAtLeast === null
      ? []
      : [
        {
          label: 'P(feasible)', value: `≥ ${formatNumber(result.feasibleAtLeast, { digits: 4 })}`,
          help: 'Certified, without samples: the product of the rows’ own probabilities, by Harris’ inequality, since no variable helps one row and hurts another',
        },
      ]),
    ...(result.incumbent === undefined
      ? []
      : [
        {
          label: 'Best on the way',
          value: `${formatNumber(result.incumbent.solution.objective, { digits: 8 })} at iteration ${formatCount(result.incumbent.iteration)}`,
          help: 'The best feasible vector that x̂ rounded and repaired gave while the descent ran',
        },
      ]),
    { label: 'Stopped', value: `${STOPPED[result.stopped]}, after ${formatCount(result.iterations)}` },
    { label: 'Time', value: formatDuration(result.seconds) },
    ...(result.samples > 0 ? [{ label: 'Samples', value: formatCount(result.samples), help: 'Drawn in all' }] : []),
    ...describeRounding(result.solutions),
    ...describePrices(result.multipliers?.values),
  ];
}

function describePrices(values: Float64Array | undefined): readonly Line[] {
  if (values === undefined) return [];
  const priced = values.reduce((count, y) => count + Number(y !== 0), 0);
  const value = `${formatCount(priced)} of ${formatCount(values.length)}`;
  return [{ label: 'Rows with a price', value, help: 'Rows whose multiplier is not 0' }];
}

const MULTIPLIER_HELP =
  'What one unit more of the row’s right-hand side is worth, in the minimizing sense: above 0 for an upper bound, below 0 for a lower one';

function multiplierLines(values: Float64Array): string {
  return ['row,multiplier', ...Array.from(values, (value, i) => `${i + 1},${value}`)].join('\n');
}

function MultipliersBlock({ multipliers }: { readonly multipliers: RowMultipliers }): JSX.Element | null {
  const { largest } = multipliers;
  if (largest.length === 0) return null;
  return (
    <Block title="Largest multipliers">
      <table className="lz-table lz-compact selectable">
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col" className="num" title={MULTIPLIER_HELP}>
              Multiplier
            </th>
          </tr>
        </thead>
        <tbody>
          {largest.map(({ row, value }) => (
            <tr key={row}>
              <td className="mono truncate">{row}</td>
              <td className="num" title={fullPrecision(value)}>
                {formatNumber(value, { digits: 6 })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="lz-inspector-text">
        <CopyButton label="Copy all, by row number" text={() => multiplierLines(multipliers.values)} />
      </div>
    </Block>
  );
}

function ControlsBlock({ controls }: { readonly controls: ControlsValue }): JSX.Element {
  const { work, runs, verdict, best } = controls;
  return (
    <Block title="Controls">
      <p className="lz-inspector-text">{controlSentence(verdict, best)}</p>
      <table className="lz-table lz-compact selectable">
        <thead>
          <tr>
            <th scope="col" title={`Without a descent, with at most the ${formatCount(work)} nonzeros that the run counted`}>
              Control
            </th>
            <th scope="col" className="num" title="Recomputed from the solution, in the problem’s own sense; struck through where it is infeasible">
              Objective
            </th>
            <th scope="col" className="num" title="Nonzeros it touched, as a share of what the run counted">
              Work
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ name, solution, work: own, note }) => (
            <tr key={name}>
              <td title={CONTROLS[name].help}>{name === best ? <b>{CONTROLS[name].label}</b> : CONTROLS[name].label}</td>
              <td className="num" title={solution === null ? (note ?? '') : fullPrecision(solution.objective)}>
                {solution === null ? 'none' : solution.feasible
                  ? formatObjective(solution.objective, { digits: 6 })
                  : <s className="lz-struck">{formatObjective(solution.objective, { digits: 6 })}</s>}
              </td>
              <td className="num" title={formatCount(own)}>
                {solution === null || work === 0 ? '' : formatShare(own / work, '')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Block>
  );
}
