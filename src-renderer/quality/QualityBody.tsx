/** What both views of gradient quality are: the figures as small multiples above, as a table below, and a note. */
import { useState } from 'react';
import type { JSX, ReactNode } from 'react';
import type { Size } from '../plot/use-size.ts';
import { DenseTable } from '../table/DenseTable.tsx';
import type { DenseColumn, Sorting } from '../table/DenseTable.tsx';
import type { Multiples } from './multiples.ts';
import { MultiplesChart } from './MultiplesChart.tsx';

interface Props<Row extends { readonly key: string }> {
  readonly box: (element: HTMLElement | null) => void;
  readonly size: Size | null;
  readonly layout: Multiples | null;
  /** What the plots are of, behind their titles, for those who hear it. */
  readonly description: string;
  /** "64 samples", "iteration 100". */
  readonly placeWords: (index: number) => string;
  /** What the table is called. */
  readonly label: string;
  readonly columns: readonly DenseColumn<Row>[];
  readonly rows: readonly Row[];
  readonly note: ReactNode;
}

export function QualityBody<Row extends { readonly key: string }>(
  { box, size, layout, description, placeWords, label, columns, rows, note }: Props<Row>,
): JSX.Element {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  return (
    <>
      <div className="lz-quality-body">
        <div ref={box} className="lz-chart">
          {layout !== null && size !== null && (
            <MultiplesChart
              layout={layout}
              size={size}
              description={`${layout.plots.map(({ plot }) => plot.title).join(', ')} of ${description}; the table below has the numbers.`}
              placeWords={placeWords}
            />
          )}
        </div>
        <div className="lz-quality-table">
          <DenseTable label={label} columns={columns} rows={rows} rowKey={(row) => row.key} sorting={sorting} onSort={setSorting} />
        </div>
      </div>
      <div className="lz-note-bar">{note}</div>
    </>
  );
}
