/** The label of a field: its term, its unit, and on hover or focus one line that says what it is. */
import { Tooltip } from '@mantine/core';
import type { JSX } from 'react';

interface Props {
  readonly text: string;
  readonly help?: string | undefined;
  readonly unit?: string | undefined;
}

export function Label({ text, help, unit }: Props): JSX.Element {
  const words = (
    <span className={help === undefined ? undefined : 'lz-term'}>
      {text}
      {unit !== undefined && <span className="dim"> [{unit}]</span>}
    </span>
  );
  return help === undefined ? words : <Tooltip label={help}>{words}</Tooltip>;
}
