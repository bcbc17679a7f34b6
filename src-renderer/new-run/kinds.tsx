/** The fields of each kind of run. What a choice makes superfluous is not shown. */
import type { JSX } from 'react';
import { decoderOf } from '../../src-science/decoding/decoders.ts';
import { EVALUATION_NAMES } from '../../src-science/gradients/scheme.ts';
import { TUNED_SCHEMES } from '../../src-science/gradients/scheme-tuning.ts';
import { SOLVER_NAMES } from '../../src-contract/job-spec.ts';
import { MU_SCHEDULES, OPTIMIZERS, STEP_SCHEDULES } from './draft.ts';
import { Choice, ManyOf, Numeric, Section, Segments, useFormContext } from './fields.tsx';
import type { Option } from './fields.tsx';
import { MarginalsField } from './MarginalsField.tsx';
import { MuBounds } from './MuBounds.tsx';
import { StartSolutionField } from './StartSolutionField.tsx';
import { SCHEME_OPTIONS } from './scheme-options.ts';
import { DECODER_TERMS, EVALUATIONS, SOLVERS } from '../parts/run-terms.ts';

const EVALUATION_OPTIONS: readonly Option[] = EVALUATION_NAMES.toReversed().map((value) => ({ value, term: EVALUATIONS[value] }));
const DECODER_OPTIONS: readonly Option[] = DECODER_TERMS.map((term) => ({ value: term.name, term }));
/** Beyond this many variables enumeration is refused. */
const MOST_ENUMERATED = 24;

export function ExactFields(): JSX.Element {
  const form = useFormContext();
  const solvers = SOLVER_NAMES.filter(
    (name) => name !== 'enumerate' || form.problem.variables <= MOST_ENUMERATED || form.texts['exact.solver'] === name,
  ).toSorted((a, b) => Number(b === 'highs') - Number(a === 'highs'));
  return (
    <Section title="Solve exactly">
      <Choice path="exact.solver" options={solvers.map((value) => ({ value, term: SOLVERS[value] }))} />
      {form.texts['exact.solver'] === 'race' && <Segments path="exact.check" options={RACE_ENDS} />}
      <Numeric path="exact.timeLimitSeconds" placeholder="no limit" />
      <Numeric path="exact.relativeGap" />
      <Numeric path="exact.feasibilityTolerance" placeholder="0, rows are exact" />
      <StartSolutionField />
    </Section>
  );
}

const option = (value: string, label: string, help: string): Option => ({ value, term: { label, help } });

const PARAMETRIZATIONS = [
  option('logit', 'logit', 'x̂ = σ(l): the boundary is reached only in the limit.'),
  option('projected', 'projected', 'x̂ itself, cut back to [0, 1] after each step.'),
];
const OPTIMIZER_OPTIONS = [
  option('sgd', 'SGD', 'Plain gradient steps.'), option('momentum', 'Momentum', 'Heavy-ball steps (Polyak 1964).'),
  option('adam', 'Adam', 'Steps scaled by running moments, with bias correction (Kingma & Ba 2015).'),
  option(
    'mean-field', 'Mean field',
    'Mean-field annealing: x̂ = σ(−∇L/T), iterated with damping while the temperature T falls. The step is the damping, at most 1.',
  ),
];
const STEP_OPTIONS = [
  option('constant', 'Constant', 'The same step throughout.'), option('cosine', 'Cosine', 'Falls along a half cosine to the final share.'),
  option('inverse', 'Inverse', 'step / (1 + t / half-life).'),
];
const MU_OPTIONS = [
  option('fixed', 'Fixed', 'The same μ throughout.'), option('ramp', 'Ramp', 'Grows from one value to another.'),
  option('adaptive', 'Adaptive', 'DiffILO’s rule: up while the rows are violated by more than 1 in all, in expectation, down otherwise.'),
  option(
    'sequential', 'A row each',
    'A multiplier for each row, moved one row after the other until the row holds in expectation. Needs the optimizer mean field, whose '
      + 'temperatures it takes; the scheme then only measures.',
  ),
];
const RACE_ENDS = [
  option('first', 'At the first proof', 'The slower solver is stopped as soon as the other has a proof.'),
  option('both', 'When both have', 'Both run to their end, and what they prove is compared.'),
];
const LOSSES = [
  option('plain', 'Plain', 'cᵀx̂ + μ Σᵢ E[max(aᵢᵀx − bᵢ, 0)].'),
  option('diffilo', 'DiffILO', 'cᵀx̂/‖c‖₂ + μ · mean over violated rows of E[max(aᵢᵀx − bᵢ, 0)]/‖aᵢ‖₂.'),
];
const SOFT = [
  option('drawn', 'Drawn', '∂s of the sample’s own ε, as published.'),
  option('averaged', 'Averaged', 'The mean of ∂s given the sample: the same expectation, 1.2 to 3.7 times less variance, and faster.'),
];
const SHAPES = [
  option('linear', 'Linear', 'The same increment each iteration.'), option('geometric', 'Geometric', 'The same factor each iteration.'),
];

/** Which μ of a schedule the theory's bounds are about: the largest. */
const BOUNDED_MU: Readonly<Record<string, string>> = { fixed: 'value', ramp: 'to', adaptive: 'max' };

export function DescentFields(): JSX.Element {
  const form = useFormContext();
  const at = (path: string): string => form.texts[path] ?? '';
  const optimizer = at('descent.optimizer.name');
  const schedule = at('descent.stepSchedule.kind');
  const mu = at('descent.mu.kind');
  return (
    <>
      <Section title="Gradient">
        <Choice path="descent.scheme" options={SCHEME_OPTIONS} />
        <Segments path="descent.evaluation" options={EVALUATION_OPTIONS} />
        {at('descent.evaluation') !== 'exact' && <Numeric path="descent.samples" step={1} />}
        {at('descent.scheme') === TUNED_SCHEMES.temperature && (
          <>
            <Numeric path="descent.tuning.temperature.start" />
            <Numeric path="descent.tuning.temperature.final" />
            <Numeric path="descent.tuning.temperature.halfLife" />
          </>
        )}
        {at('descent.scheme') === TUNED_SCHEMES.differenceStep && <Numeric path="descent.tuning.differenceStep" />}
        {at('descent.scheme') === TUNED_SCHEMES.soft &&
          at('descent.evaluation') !== 'exact' && <Segments path="descent.tuning.soft" options={SOFT} />}
      </Section>
      <Section title="Penalty weight">
        <Segments path="descent.loss" options={LOSSES} />
        <Segments path="descent.mu" at="descent.mu.kind" options={MU_OPTIONS} />
        {(MU_SCHEDULES[mu] ?? []).map((name) => (
          <Numeric key={name} path={`descent.mu.${name}`} />
        ))}
        {mu === 'ramp' && <Numeric path="descent.mu.hold" />}
        {mu === 'ramp' && <Segments path="descent.mu.shape" options={SHAPES} />}
        <MuBounds path={`descent.mu.${BOUNDED_MU[mu] ?? 'value'}`} />
      </Section>
      <Section title="Steps">
        <Segments path="descent.optimizer" at="descent.optimizer.name" options={OPTIMIZER_OPTIONS} />
        <Numeric path="descent.step" />
        <Numeric path="descent.iterations" step={100} />
        <Numeric path="descent.restarts" step={1} />
        {at('descent.restarts') !== '1' && <Numeric path="descent.restartSpread" />}
        {(OPTIMIZERS[optimizer] ?? []).map((name) => (
          <Numeric key={name} path={`descent.optimizer.${name}`} />
        ))}
        <Segments path="descent.stepSchedule" at="descent.stepSchedule.kind" options={STEP_OPTIONS} />
        {(STEP_SCHEDULES[schedule] ?? []).map((name) => (
          <Numeric key={name} path={`descent.stepSchedule.${name}`} />
        ))}
        <Segments path="descent.parametrization" options={PARAMETRIZATIONS} />
        <Numeric path="descent.stopAtGradientNorm" placeholder="never" />
      </Section>
      <Section title="Start">
        <MarginalsField path="descent.start" />
      </Section>
      <Section title="Decoders of the final x̂">
        <ManyOf path="descent.decoders" options={DECODER_OPTIONS} />
        {at('descent.decoders').split(',').some((name) => decoderOf(name)?.searches === true) &&
          <Numeric path="descent.searchWork" placeholder="default" />}
      </Section>
      <Section title="Keep">
        <Numeric path="descent.recordEvery" step={1} />
        <Numeric path="descent.snapshotEvery" step={10} />
        <Numeric path="descent.checkpointEvery" step={100} />
      </Section>
    </>
  );
}

const QUANTITIES = [
  option('loss', 'Loss', 'L(x̂) = E[cᵀx] + μ Σᵢ E[max(aᵢᵀx − bᵢ, 0)].'),
  option('penalty', 'Penalty', 'Σᵢ E[max(aᵢᵀx − bᵢ, 0)], without μ.'),
  option('feasibility', 'Feasibility', 'The probability that a sample satisfies every row.'),
  option('gradient', 'Gradient', 'The penalty part of a scheme’s gradient, coordinate by coordinate.'),
];

export function EstimateFields(): JSX.Element {
  const form = useFormContext();
  const quantity = form.texts['estimate.quantity'];
  return (
    <>
      <Section title="Estimate">
        <div className="lz-wide">
          <Segments path="estimate.quantity" options={QUANTITIES} />
        </div>
        {quantity === 'gradient' && (
          <>
            <Choice path="estimate.scheme" options={SCHEME_OPTIONS} />
            <Segments path="estimate.evaluation" options={EVALUATION_OPTIONS} />
          </>
        )}
        {quantity === 'gradient' &&
          form.texts['estimate.scheme'] === TUNED_SCHEMES.temperature && <Numeric path="estimate.tuning.temperature.start" />}
        {quantity === 'gradient' &&
          form.texts['estimate.scheme'] === TUNED_SCHEMES.differenceStep && <Numeric path="estimate.tuning.differenceStep" />}
        {quantity === 'gradient' && form.texts['estimate.scheme'] === TUNED_SCHEMES.soft &&
          form.texts['estimate.evaluation'] !== 'exact' && <Segments path="estimate.tuning.soft" options={SOFT} />}
        <Numeric path="estimate.samples" step={1000} />
        {quantity === 'loss' && <Numeric path="estimate.mu" />}
      </Section>
      <Section title="Point">
        <MarginalsField path="estimate.xHat" />
      </Section>
    </>
  );
}

export function DecodeFields(): JSX.Element {
  const form = useFormContext();
  const decoder = form.texts['decode.decoder'] ?? '';
  const does = decoderOf(decoder);
  return (
    <>
      <Section title="Decode">
        <Choice path="decode.decoder" options={DECODER_OPTIONS} />
        {decoder === 'best-of-samples' && <Numeric path="decode.samples" step={100} />}
        {does?.searches === true && <Numeric path="decode.searchWork" placeholder="default" />}
        {does?.weighs === true && <Numeric path="decode.mu" placeholder="safe default" />}
      </Section>
      <Section title="Point">
        <MarginalsField path="decode.xHat" />
      </Section>
    </>
  );
}
