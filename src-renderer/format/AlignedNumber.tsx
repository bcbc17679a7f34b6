/**
 * One number of a right-aligned column: its decimal point stands under those of its neighbors. The
 * column says how much room to keep to the right of the point (`columnFractionWidth`); the full
 * precision shows on hover.
 */
import type { JSX } from 'react';
import { splitAtDecimal } from './decimal-alignment.ts';

export interface AlignedNumberProps {
  readonly text: string;
  /** Room right of the decimal position, in ch, the same for the whole column. */
  readonly fractionWidth: number;
  /** Shown on hover, e.g. every digit. */
  readonly title?: string | undefined;
}

export function AlignedNumber({ text, fractionWidth, title }: AlignedNumberProps): JSX.Element {
  const parts = splitAtDecimal(text);
  if (!parts.numeric) {
    return (
      <span title={title} style={{ display: 'block', width: '100%', textAlign: 'right', color: 'var(--lz-dim)' }}>
        {text}
      </span>
    );
  }
  return (
    <span
      title={title}
      style={{ display: 'flex', width: '100%', justifyContent: 'flex-end', whiteSpace: 'pre', fontVariantNumeric: 'tabular-nums' }}
    >
      <span>{parts.integer}</span>
      <span style={{ width: `${fractionWidth}ch`, textAlign: 'left' }}>{parts.fraction}</span>
    </span>
  );
}
