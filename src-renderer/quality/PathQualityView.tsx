/** Gradient quality along a trajectory: cosines and ratios of norms against the iteration, and as a table. */
import { useCallback, useMemo, useState } from 'react';
import { PanelTools } from '../common/PanelTools.tsx';
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import type { SchemeName } from '../../src-science/gradients/scheme.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import type { Picture } from '../plot/picture-writers.ts';
import { useSize } from '../plot/use-size.ts';
import type { Size } from '../plot/use-size.ts';
import { formatCount } from '../format/index.ts';
import { layoutMultiples } from './multiples.ts';
import { multiplesOption } from './multiples-option.ts';
import { PATH_FIGURES, PATH_TERMS, pathPlots } from './plots.ts';
import type { PathFigure, PathQualityValue } from './plots.ts';
import { QualityBody } from './QualityBody.tsx';
import { FigureMenu, SchemeMenu, toggled } from './QualityTools.tsx';
import { PATH_COLUMNS, pathRows, pathTable, qualityCaption } from './tables.ts';

interface Props {
  readonly run: RunSummary;
  readonly quality: PathQualityValue;
}

const USUAL: ReadonlySet<PathFigure> = new Set(['lossCosine', 'penaltyCosine']);

export function PathQualityView({ run, quality }: Props): JSX.Element {
  const schemes = useMemo(() => quality.schemes.map(({ scheme }) => scheme), [quality]);
  const [figures, setFigures] = useState<ReadonlySet<PathFigure>>(USUAL);
  const [shown, setShown] = useState<ReadonlySet<SchemeName>>(new Set(schemes));
  const [box, size] = useSize();
  const listed = schemes.filter((scheme) => shown.has(scheme));
  const plots = useMemo(() => pathPlots(quality, PATH_FIGURES.filter((name) => figures.has(name)), shown), [quality, figures, shown]);
  const layOut = useCallback(
    ({ width, height }: Size) =>
      layoutMultiples(plots, { title: 'iteration', scale: 'linear' }, schemes.filter((scheme) => shown.has(scheme)), width, height),
    [plots, schemes, shown],
  );
  const layout = useMemo(() => (size === null ? null : layOut(size)), [layOut, size]);
  const rows = useMemo(() => pathRows(quality, shown), [quality, shown]);
  const picture = (): Picture | null =>
    layout === null || size === null ? null : {
      ...size, option: (theme, _renderer, asked) => multiplesOption(layOut(asked) ?? layout, theme), caption: qualityCaption(run, quality),
      name: `${run.problemName} ${run.method}`,
    };
  return (
    <>
      <PanelTools
        label='Gradient quality along a trajectory'
        end={
          <ExportMenu
            what='gradient quality'
            picture={picture}
            table={() => pathTable(run, quality, rows)}
            disabled={rows.length === 0}
          />
        }
      >
        <FigureMenu names={PATH_FIGURES} terms={PATH_TERMS} chosen={figures} onToggle={(name) => setFigures(toggled(figures, name))} />
        <SchemeMenu schemes={schemes} chosen={shown} onToggle={(name) => setShown(toggled(shown, name))} />
        <span className="caption truncate">{run.method}</span>
      </PanelTools>
      <QualityBody
        box={box}
        size={size}
        layout={layout}
        description={`${listed.join(', ')} at ${quality.points} points of a trajectory`}
        placeWords={(index) => `iteration ${formatCount(quality.iteration[index])}`}
        label="Figures along the trajectory"
        columns={PATH_COLUMNS}
        rows={rows}
        note={`${quality.reason} Estimates are of ${formatCount(quality.samples)} samples; ± is one standard error over ${formatCount(quality.replications)} of them.`}
      />
    </>
  );
}
