/**
 * The dock with its panels. The layout is remembered through the settings half a second after it was
 * changed; a closed panel comes back from the Panels menu or the command palette. F6 and Shift+F6 walk
 * the groups, Ctrl+Page Down and Ctrl+Page Up the tabs of one.
 */
import { IconArrowsMinimize, IconX } from '@tabler/icons-react';
import { DockviewReact } from 'dockview-react';
import type {
  DockviewApi, DockviewReadyEvent, DockviewTheme, IDockviewHeaderActionsProps, IDockviewPanelHeaderProps, IDockviewPanelProps,
} from 'dockview-react';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { JSX } from 'react';
import { useSettings } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { PANEL_VIEWS } from '../panels.tsx';
import { useCommand } from '../state/command-actions.ts';
import { useDialogs } from '../state/open-dialog.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { PanelBoundary } from './PanelBoundary.tsx';
import { defaultLayout, readLayout } from './layout.ts';
import { PANELS } from '../state/panel-list.ts';
import { leaveFullSizeWithItsPanel, restorePanels, setDock, showPanel, walkGroups, walkTabs } from '../state/dock.ts';

const KNOWN: ReadonlySet<string> = new Set(PANELS.map((panel) => panel.id));

function framed({ id, title }: (typeof PANELS)[number]): (props: IDockviewPanelProps) => JSX.Element {
  const View = PANEL_VIEWS[id];
  return function Panel({ api }: IDockviewPanelProps): JSX.Element {
    const shown = useShownOnce(api);
    return (
      <div className="lz-panel">
        <PanelBoundary title={title}>
          <Suspense fallback={null}>{shown && <View />}</Suspense>
        </PanelBoundary>
      </div>
    );
  };
}

/** True once the panel has been in front: the dock makes those behind others too, and they would load and ask for what nobody sees. */
function useShownOnce(api: IDockviewPanelProps['api']): boolean {
  const inFront = (): boolean => api.group.activePanel?.id === api.id;
  const [shown, setShown] = useState(inFront);
  useEffect(() => {
    if (shown) return undefined;
    const look = (): void => {
      if (api.group.activePanel?.id === api.id) setShown(true);
    };
    look();
    const subscription = api.onDidVisibilityChange(look);
    return () => subscription.dispose();
  }, [api, shown]);
  return shown;
}

const COMPONENTS = Object.fromEntries(PANELS.map((panel) => [panel.id, framed(panel)]));

function Tab({ api }: IDockviewPanelHeaderProps): JSX.Element {
  const title = api.title ?? api.id;
  return (
    <div className="lz-tab" onAuxClick={(event) => event.button === 1 && api.close()}>
      <span>{title}</span>
      {/* For the mouse alone: a tab may hold no button. The keyboard closes the tab it stands on with Delete. */}
      <span className="lz-tab-close" aria-hidden onPointerDown={(event) => event.stopPropagation()} onClick={() => api.close()}>
        <IconX size={12} />
      </span>
    </div>
  );
}

/** Escape belongs to an open menu, list or dialog first, and to a field that is being typed in. */
function escapeIsFree(event: KeyboardEvent): boolean {
  const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable="true"]') !== null;
  return !typing &&
    ![...document.querySelectorAll('[role="menu"], [role="dialog"], [role="listbox"]')].some((element) => element.checkVisibility());
}

/** In the head of a group that fills the window, whichever of its panels is shown. */
function RestoreButton({ api, containerApi }: IDockviewHeaderActionsProps): JSX.Element | null {
  const full = useSyncExternalStore(
    (listener) => {
      const subscription = containerApi.onDidMaximizedGroupChange(listener);
      return () => subscription.dispose();
    },
    () => api.isMaximized(),
  );
  return full ? (
    <button type="button" className="lz-restore" title="Give the other panels their places back (Escape)" onClick={() => restorePanels()}>
      <IconArrowsMinimize size={13} aria-hidden /> Restore panels
    </button>
  ) : null;
}

export function Workspace(): JSX.Element {
  const themeName = useThemeName();
  const settings = useSettings();
  const api = useRef<DockviewApi | null>(null);
  // Read once, when the dock opens: later changes are the dock's own.
  const remembered = useRef(settings.data?.layout ?? null);
  const theme = useMemo<DockviewTheme>(
    () => ({ name: 'leibniz', className: 'lz-dock', colorScheme: themeName, dndTabIndicator: 'line' }), [themeName],
  );

  const onReady = useCallback(
    (event: DockviewReadyEvent) => {
      api.current = event.api;
      const standard = defaultLayout(event.api.width, event.api.height);
      try {
        event.api.fromJSON(readLayout(remembered.current, KNOWN) ?? standard);
      } catch {
        event.api.clear();
        event.api.fromJSON(standard);
      }
      setDock(event.api);
      leaveFullSizeWithItsPanel(event.api);
      let timer: ReturnType<typeof setTimeout> | undefined;
      event.api.onDidLayoutChange(() => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          const layout = JSON.stringify(event.api.toJSON());
          // Remembering a layout is a convenience: that it failed is no news worth a message.
          request({ type: 'app.change-settings', change: { layout } }).catch(() => undefined);
        }, 500);
      });
    },
    [],
  );
  useEffect(() => () => setDock(null), []);

  useCommand('reset-layout', () => {
    const dock = api.current;
    if (dock === null) return;
    restorePanels();
    dock.clear();
    dock.fromJSON(defaultLayout(dock.width, dock.height));
  });
  useCommand('compare-solutions', () => showPanel('solutions'));
  useCommand('show-studies', () => showPanel('studies'));
  useCommand('show-quality', () => showPanel('quality'));
  useCommand('show-comparison', () => showPanel('comparison'));
  useCommand('show-profiles', () => showPanel('profiles'));
  useCommand('show-field-lab', () => showPanel('field-lab'));
  useCommand('show-claims', () => showPanel('claims'));
  useCommand('show-program', () => showPanel('program'));

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (useDialogs.getState().dialog !== null || event.altKey || event.metaKey) return;
      if (event.key === 'Escape' && escapeIsFree(event) && restorePanels()) {
        event.preventDefault();
        return;
      }
      if (event.key === 'F6' && !event.ctrlKey) walkGroups(event.shiftKey ? -1 : 1);
      else if (event.ctrlKey &&
        !event.shiftKey && (event.key === 'PageDown' || event.key === 'PageUp')) walkTabs(event.key === 'PageDown' ? 1 : -1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);

  return (
    <DockviewReact
      className="lz-workspace"
      components={COMPONENTS}
      defaultTabComponent={Tab}
      theme={theme}
      onReady={onReady}
      rightHeaderActionsComponent={RestoreButton}
      scrollbars="native"
      getTabContextMenuItems={() => ['close', 'closeOthers', 'separator', 'maximize', 'float']}
    />
  );
}
