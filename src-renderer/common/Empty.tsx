/** An empty place: one sentence that says what will be here, and the actions that fill it. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';

interface Props {
  readonly text: string;
  readonly actions?: readonly { readonly label: string; readonly run: () => void }[];
  /** Another place on the screen already has the primary action. */
  readonly quiet?: boolean;
}

export function Empty({ text, actions = [], quiet = false }: Props): JSX.Element {
  return (
    <div className="lz-empty">
      <p>{text}</p>
      {actions.length > 0 && (
        <div className="row" style={{ justifyContent: 'center', flexWrap: 'wrap' }}>
          {actions.map((action, k) => (
            <Button key={action.label} variant={k === 0 && !quiet ? 'filled' : 'default'} onClick={action.run}>
              {action.label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
