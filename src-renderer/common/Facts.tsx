/** Names and values in two columns, the name's meaning on hover. */
import { Tooltip } from '@mantine/core';
import type { JSX, ReactNode } from 'react';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  readonly help?: string | undefined;
}

export function Facts({ rows }: { readonly rows: readonly Fact[] }): JSX.Element {
  return (
    <dl className="lz-defs selectable">
      {rows.map(({ label, value, help }) => (
        <div key={label}>
          <dt>
            {help === undefined ? (
              label
            ) : (
              <Tooltip label={help}>
                <span className="lz-term">{label}</span>
              </Tooltip>
            )}
          </dt>
          <dd className="tabular wrap">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Block(
  { title, children, open = true }: { readonly title: string; readonly children: ReactNode; readonly open?: boolean },
): JSX.Element {
  return (
    <details className="lz-block" open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
