/**
 * Reaches panels from anywhere: brings one to the front, opens it again where it was closed, and walks
 * groups and tabs for the keyboard.
 */
import type { DockviewApi } from 'dockview-react';
import { useSyncExternalStore } from 'react';
import { CENTER_PANELS, PANELS } from './panel-list.ts';
import type { PanelId } from './panel-list.ts';

let dock: DockviewApi | null = null;

export function setDock(api: DockviewApi | null): void {
  dock = api;
}

/** False for a panel that was closed; true before there is a dock, which opens with its panels. */
export function isPanelOpen(id: PanelId): boolean {
  return dock === null || dock.getPanel(id) !== undefined;
}

export function showPanel(id: PanelId): void {
  if (dock === null) return;
  const open = dock.getPanel(id);
  if (open !== undefined) {
    // Behind a group that fills the window nothing would be seen.
    if (dock.hasMaximizedGroup() && !open.api.isMaximized()) dock.exitMaximizedGroup();
    open.api.setActive();
    return;
  }
  const entry = PANELS.find((panel) => panel.id === id);
  if (entry === undefined) return;
  const neighbor = CENTER_PANELS.includes(id) ? CENTER_PANELS.find((other) => dock?.getPanel(other) !== undefined) : undefined;
  const anchor = dock.panels[0]?.id;
  const direction = id === 'problems' ? 'left' : id === 'inspector' ? 'right' : id === 'runs' ? 'below' : 'above';
  dock.addPanel({
    id,
    component: id,
    title: entry.title,
    ...(neighbor !== undefined
      ? { position: { referencePanel: neighbor, direction: 'within' as const } }
      : anchor !== undefined
      ? { position: { direction } }
      : {}),
    ...(id === 'problems' ? { initialWidth: 268 } : id === 'inspector' ? { initialWidth: 312 } : {}),
  });
}

/** Gives a panel the whole window, or gives the others their places back. */
export function toggleFullSize(id: PanelId): void {
  const panel = dock?.getPanel(id);
  if (panel === undefined) return;
  if (panel.api.isMaximized()) panel.api.exitMaximized();
  else panel.api.maximize();
}

/** Gives every panel its place back. @returns whether one had filled the window */
export function restorePanels(): boolean {
  if (dock === null || !dock.hasMaximizedGroup()) return false;
  dock.exitMaximizedGroup();
  return true;
}

/**
 * Leaves the full size with the panel that had it: the others are hidden, and a tab shown in its place would
 * have no way back to them. @returns an end to the watch
 */
export function leaveFullSizeWithItsPanel(api: DockviewApi): () => void {
  const fillingNow =
    (): string | null => (api.hasMaximizedGroup() ? (api.groups.find((group) => group.api.isMaximized())?.activePanel?.id ?? null) : null);
  let filling = fillingNow();
  const subscriptions = [
    api.onDidMaximizedGroupChange(() => {
      filling = fillingNow();
    }),
    api.onDidActivePanelChange(() => {
      const now = fillingNow();
      if (filling !== null && now !== null && now !== filling) api.exitMaximizedGroup();
    }),
  ];
  return () => subscriptions.forEach((subscription) => subscription.dispose());
}

/** True while the panel fills the window. */
export function useFullSize(id: PanelId): boolean {
  return useSyncExternalStore(
    (listener) => {
      const subscription = dock?.onDidMaximizedGroupChange(listener);
      return () => subscription?.dispose();
    },
    () => dock?.getPanel(id)?.api.isMaximized() ?? false,
  );
}

const FOCUSABLE = '[tabindex="0"], button:not([disabled]), input:not([disabled]), textarea, a[href]';

/** Gives the keyboard to the next or previous group of panels. */
export function walkGroups(step: 1 | -1): void {
  if (dock === null || dock.groups.length === 0) return;
  const at = dock.activeGroup === undefined ? -1 : dock.groups.indexOf(dock.activeGroup);
  const group = dock.groups[(at + step + dock.groups.length) % dock.groups.length];
  if (group === undefined) return;
  group.activePanel?.api.setActive();
  focusContent(group.element);
}

/** Shows the next or previous panel of the active group. */
export function walkTabs(step: 1 | -1): void {
  const group = dock?.activeGroup;
  if (group === undefined || group.panels.length < 2 || group.activePanel === undefined) return;
  const at = group.panels.indexOf(group.activePanel);
  group.panels[(at + step + group.panels.length) % group.panels.length]?.api.setActive();
  focusContent(group.element);
}

function focusContent(group: HTMLElement): void {
  group.querySelector('.dv-content-container')?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
}
