/** The widths of columns, px: the usual ones until a person drags the edge of a head. */
import { useCallback, useMemo, useState } from 'react';
import type { MouseEvent } from 'react';

export interface WideColumn {
  readonly key: string;
  readonly width: number;
}

const LEAST = 44;
const MOST = 600;

export interface ColumnWidths {
  /** In the order of the columns. */
  readonly widths: readonly number[];
  /** The press of a column's edge. */
  readonly drag: (event: MouseEvent, key: string) => void;
  /** Back to the usual width. */
  readonly reset: (key: string) => void;
}

export function useColumnWidths(columns: readonly WideColumn[]): ColumnWidths {
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(new Map());
  const widths = useMemo(() => columns.map(({ key, width }) => chosen.get(key) ?? width), [columns, chosen]);
  const drag = useCallback(
    (event: MouseEvent, key: string) => {
      if (event.button !== 0) return;
      event.preventDefault();
      const from = event.clientX;
      const before = chosen.get(key) ?? columns.find((column) => column.key === key)?.width ?? LEAST;
      const move = ({ clientX }: globalThis.MouseEvent): void =>
        setChosen((map) => new Map(map).set(key, Math.min(MOST, Math.max(LEAST, before + clientX - from))));
      const over = new AbortController();
      window.addEventListener('mousemove', move, { signal: over.signal });
      window.addEventListener('mouseup', () => over.abort(), { signal: over.signal });
    },
    [columns, chosen],
  );
  const reset = useCallback((key: string) => setChosen((map) => new Map([...map].filter(([other]) => other !== key))), []);
  return { widths, drag, reset };
}
