/** A menu at a point of the window: context menus of rows and headers. Gives the focus back when it closes. */
import { Menu } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { JSX, ReactNode } from 'react';

const CLOSED_BY = ['mousedown', 'touchstart'];

interface Props {
  readonly at: { readonly x: number; readonly y: number };
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function PointMenu({ at, label, onClose, children }: Props): JSX.Element {
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current = document.activeElement;
    return () => {
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus({ preventScroll: true });
    };
  }, []);
  return (
    // Not closed by key presses outside: the press that opens it from the keyboard would be the first.
    <Menu opened onClose={onClose} position="bottom-start" offset={2} returnFocus={false} clickOutsideEvents={CLOSED_BY} width={210}>
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-label={label} className="lz-point" style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>{children}</Menu.Dropdown>
    </Menu>
  );
}
