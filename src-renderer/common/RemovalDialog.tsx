/** Asks before something goes to the bin: what goes with it. The keyboard is on *Cancel*. */
import { Button, Modal } from '@mantine/core';
import type { JSX, ReactNode } from 'react';
import { attempt } from './notify.tsx';

interface Props {
  readonly title: string;
  /** What goes with it. */
  readonly children: ReactNode;
  readonly remove: () => Promise<unknown>;
  readonly onClose: () => void;
}

export function RemovalDialog({ title, children, remove, onClose }: Props): JSX.Element {
  const confirmed = (): void => {
    onClose();
    attempt(remove);
  };
  return (
    <Modal opened onClose={onClose} title={title} size={420}>
      <p style={{ marginTop: 0 }}>{children}</p>
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red" onClick={confirmed}>
          Remove
        </Button>
      </div>
    </Modal>
  );
}
