/** Asks before something goes: what goes with it, and a way back. */
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
        <Button variant="default" onClick={onClose}>
          Keep
        </Button>
        <Button color="red" onClick={confirmed} data-autofocus>
          Remove
        </Button>
      </div>
    </Modal>
  );
}
