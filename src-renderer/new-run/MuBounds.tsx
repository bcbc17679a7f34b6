/** Beside the μ field: the weights that the theory names for this problem and what they rest on, each taken over with a click. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import { useProblemFacts } from '../api/queries.ts';
import { formatNumber, fullPrecision } from '../format/index.ts';
import { useFormContext } from './fields.tsx';
import { muChoices, violationWords } from '../parts/mu-bounds-words.ts';
import { field } from '../parts/run-terms.ts';

export function MuBounds({ path }: { readonly path: string }): JSX.Element {
  const form = useFormContext();
  const { data: facts, isError } = useProblemFacts(form.problem.id);
  if (form.texts['descent.loss'] === 'diffilo') {
    return (
      <p className="lz-wide caption lz-bounds">
        Under DiffILO’s loss μ is no price of a violation: the bounds for the plain loss say nothing of it.
      </p>
    );
  }
  if (facts === undefined) return <p className="lz-wide caption lz-bounds">{isError
    ? 'The bounds on μ could not be computed.'
    : 'Looking for the smallest violation…'}</p>;
  const target = field(path).label;
  return (
    <div className="lz-wide lz-bounds" role="group" aria-label="Bounds on μ">
      <span className="caption">{`Enough for feasibility${target === 'μ' ? '' : ` (sets “${target}”)`}, above`}</span>
      {muChoices(facts).map(({ name, bound, value, help }) => (
        <Button
          key={name}
          variant="default"
          className="lz-small-button"
          title={`${help} Bound ${fullPrecision(bound)}; takes ${value}.`}
          onClick={() => form.set(path, String(value))}
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
