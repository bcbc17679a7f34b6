/** The color of a run's scheme, as in the charts; a square ring stands for an exact optimum. */
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { seriesVariable } from '../theme/tokens.ts';

export function Swatch({ run }: { readonly run: Pick<RunSummary, 'kind' | 'scheme'> }): JSX.Element {
  const color =
    run.scheme !== null ? `var(${seriesVariable(run.scheme)})` : run.kind === 'exact' ? `var(${seriesVariable('exact')})` : 'var(--lz-dim)';
  return <span className="lz-swatch" data-kind={run.kind} style={{ '--swatch': color } as React.CSSProperties} aria-hidden />;
}
