/**
 * An error in its three parts: what happened, where, what to do; then "Copy details", which gives the
 * code, the place and the technical part for a report.
 */
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import { CopyButton } from './CopyButton.tsx';
import { errorDetails, errorPlace } from './error-text.ts';

interface Props {
  readonly error: LeibnizErrorValue;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

export function ErrorNote({ error, action }: Props): JSX.Element {
  const place = errorPlace(error);
  return (
    <div className="lz-error selectable" role="alert">
      <IconAlertTriangle size={16} aria-hidden className="lz-error-icon" />
      <div className="grow">
        <div className="wrap">{error.message}</div>
        {place !== null && <div className="caption mono wrap">{place}</div>}
        {error.hint !== '' && <div className="dim wrap">{error.hint}</div>}
        <div className="row" style={{ marginTop: 6 }}>
          {action !== undefined && (
            <Button variant="default" onClick={action.run}>
              {action.label}
            </Button>
          )}
          <CopyButton text={errorDetails(error)} label="Copy details" />
        </div>
      </div>
    </div>
  );
}
