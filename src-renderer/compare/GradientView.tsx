/** One gradient estimate, coordinate by coordinate: as a chart with error bars, or as a table. */
import { useMemo, useState } from 'react';
import { Choice, PanelTools } from '../common/PanelTools.tsx';
import type { JSX } from 'react';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { useProblemVariables } from '../api/queries.ts';
import { Chart } from '../plot/Chart.tsx';
import { chartTheme } from '../plot/chart-theme.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import type { Picture } from '../plot/picture-writers.ts';
import { useSize } from '../plot/use-size.ts';
import { ALL_AGREE, formatCount, formatEstimate, formatNumber, fullPrecision } from '../format/index.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { DenseTable } from '../table/DenseTable.tsx';
import type { DenseColumn, Sorting } from '../table/DenseTable.tsx';
import { coordinateAt, gradientLayout, gradientOption } from './gradient-option.ts';
import { coordinatesThatFit, gradientRows, orderCoordinates } from './gradient-rows.ts';
import type { CoordinateOrder, GradientEstimateValue, GradientRow } from './gradient-rows.ts';

const COLUMNS: readonly DenseColumn<GradientRow>[] = [
  { kind: 'text', key: 'name', label: 'variable', width: 'minmax(110px, 1.4fr)', text: (row) => row.name, mono: true },
  {
    kind: 'number',
    key: 'estimate',
    label: 'penalty gradient',
    width: 'minmax(120px, 1fr)',
    help: 'Estimate of the penalty part, without μ, with its standard error',
    value: (row) => row.estimate,
    text: (row) => (row.sampled ? formatEstimate(row.estimate, row.standardError) : formatNumber(row.estimate)),
    full: (
      row,
    ) => `${fullPrecision(row.estimate)}${!row.sampled ? ', exact' : row.standardError > 0 ? ` ± ${fullPrecision(row.standardError)}` : `; ${ALL_AGREE}`}`,
  },
  {
    kind: 'number', key: 'exact', label: 'exact', width: 'minmax(90px, 1fr)', help: 'The scheme’s exact expectation',
    value: (row) => row.exact, text: (row) => formatNumber(row.exact), full: (row) => fullPrecision(row.exact),
  },
  {
    kind: 'number', key: 'z', label: 'z', width: '76px', help: '(estimate − exact) / standard error', value: (row) => row.z,
    text: (row) => formatNumber(row.z, { digits: 3, signed: true }),
  },
  {
    kind: 'number', key: 'truth', label: 'true gradient', width: 'minmax(100px, 1fr)', help: '∂/∂x̂ⱼ of the expected penalty',
    value: (row) => row.truth, text: (row) => formatNumber(row.truth), full: (row) => fullPrecision(row.truth),
  },
  {
    kind: 'number', key: 'deviation', label: 'estimate − true', width: 'minmax(110px, 1fr)', value: (row) => row.deviation,
    text: (row) => formatNumber(row.deviation, { signed: true, digits: 3 }), full: (row) => fullPrecision(row.deviation),
  },
  {
    kind: 'number', key: 'objective', label: 'objective part', width: 'minmax(100px, 1fr)',
    help: 'cⱼ of the minimizing normal form; the same for every scheme', value: (row) => row.objective,
    text: (row) => formatNumber(row.objective), full: (row) => fullPrecision(row.objective),
  },
];

export interface GradientViewProps {
  readonly run: RunSummary;
  readonly estimate: GradientEstimateValue;
}

export function GradientView({ run, estimate }: GradientViewProps): JSX.Element {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const [order, setOrder] = useState<CoordinateOrder>('index');
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [pointer, setPointer] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const [box, size] = useSize();
  const theme = chartTheme(useThemeName());
  const variables = useProblemVariables(run.problemId);
  const names = variables.data?.names;
  const rows = useMemo(() => gradientRows(estimate, names ?? []), [estimate, names]);
  const ordered = useMemo(() => orderCoordinates(rows, order), [rows, order]);
  const fits = coordinatesThatFit(size?.width ?? 600);
  const charted = useMemo(() => ordered.slice(0, fits), [ordered, fits]);
  const chart = useMemo(
    () => (size === null ? null : { rows: charted, scheme: estimate.scheme, sampled: estimate.evaluation === 'sampled', ...size }),
    [charted, estimate, size],
  );
  const option = useMemo(() => (chart === null ? null : gradientOption(chart, theme)), [chart, theme]);
  const layout = chart === null ? null : gradientLayout(chart);
  const under = layout === null || pointer === null ? null : coordinateAt(layout, charted.length, pointer.x, pointer.y);
  const row = under === null ? undefined : charted[under];

  const parameters = `${run.problemName}: ${estimate.scheme}, ${estimate.evaluation} (${estimate.evaluationReason})${estimate.evaluation === 'sampled' ? `, ${formatCount(estimate.samples)} samples` : ''}${run.seed === null ? '' : `, seed ${run.seed}`}`;
  const picture = (): Picture | null =>
    chart === null || view !== 'chart' ? null : {
      width: chart.width, height: chart.height, caption: [parameters],
      option: (exportTheme, _renderer, asked) => gradientOption({ ...chart, ...asked }, exportTheme),
      name: `${run.problemName} ${estimate.scheme} gradient`,
    };
  const table = (): ExportTable => ({
    title: `${run.problemName} ${estimate.scheme} gradient`,
    columns: [
      { key: 'variable', label: 'variable', numeric: false },
      { key: 'estimate', label: 'penalty gradient', numeric: true },
      { key: 'standardError', label: 'standard error', numeric: true },
      { key: 'exact', label: 'exact', numeric: true },
      { key: 'z', label: 'z', numeric: true },
      { key: 'truth', label: 'true gradient', numeric: true },
      { key: 'objective', label: 'objective part', numeric: true },
    ],
    rows: ordered.map((one) => [one.name, one.estimate, one.standardError, one.exact, one.z, one.truth, one.objective]),
    caption: parameters,
  });

  return (
    <>
      <PanelTools
        label='Gradient estimate'
        end={<ExportMenu what='gradient' picture={picture} table={table} disabled={rows.length === 0} />}
      >
        <span className='truncate' style={{ maxWidth: 300 }} title={parameters}>
          #{run.id} {estimate.scheme} <span className='dim'>{estimate.evaluation}</span>
        </span>
        <Choice
          label="Chart or table"
          value={view}
          onChange={setView}
          options={[{ value: 'chart', label: 'chart' }, { value: 'table', label: 'table' }]}
        />
        {view === 'chart' && (
          <Choice
            label="Order of the coordinates"
            name="order"
            value={order}
            onChange={setOrder}
            options={[
              { value: 'index', label: 'index' },
              { value: 'size', label: 'size' },
              { value: 'deviation', label: 'deviation' },
            ]}
          />
        )}
        {view === 'chart' && charted.length < rows.length && (
          <span className="caption">
            first {formatCount(charted.length)} of {formatCount(rows.length)}; the table has all
          </span>
        )}
      </PanelTools>
      {view === 'table' ? (
        <DenseTable
          label="Gradient by coordinate"
          columns={COLUMNS}
          rows={rows}
          rowKey={(one) => one.index}
          sorting={sorting}
          onSort={setSorting}
        />
      ) : (
        <div
          ref={box}
          className="lz-chart"
          onPointerMove={(event) => {
            const area = event.currentTarget.getBoundingClientRect();
            setPointer({ x: event.clientX - area.left, y: event.clientY - area.top });
          }}
          onPointerLeave={() => setPointer(null)}
        >
          {option !== null && size !== null && (
            <div
              role="img"
              aria-label={`Penalty gradient of ${estimate.scheme} in ${charted.length} coordinates; the table view has the numbers.`}
            >
              <Chart option={option} width={size.width} height={size.height} />
            </div>
          )}
          {row !== undefined && pointer !== null && size !== null && (
            <div
              className="lz-readout"
              style={{
                ...(pointer.x < size.width * 0.6 ? { left: pointer.x + 14 } : { right: size.width - pointer.x + 14 }),
                ...(pointer.y < size.height * 0.6 ? { top: pointer.y + 10 } : { bottom: size.height - pointer.y + 10 }),
              }}
            >
              <div className="mono wrap">{row.name}</div>
              <div>{row.sampled ? formatEstimate(row.estimate, row.standardError) : formatNumber(row.estimate, { digits: 6 })}</div>
              {row.sampled && row.standardError === 0 && <div className="dim">{ALL_AGREE}</div>}
              {row.exact !== null && <div className="dim">its expectation {formatNumber(row.exact, { digits: 6 })}{row.z !== null &&
                `, z ${formatNumber(row.z, { digits: 3, signed: true })}`}</div>}
              {row.truth !== null && <div className="dim">true gradient {formatNumber(row.truth, { digits: 6 })}</div>}
            </div>
          )}
        </div>
      )}
    </>
  );
}
