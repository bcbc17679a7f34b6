/**
 * Where the commands of menu, palette, toolbar and shortcuts meet whoever carries them out. A view
 * that can carry out a command says so while it is shown; of several, the one that spoke up last does
 * it (`useCommand(name, action, enabled)`), so that "Export chart" goes to the chart last activated.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Command } from '../../src-contract/ipc.ts';

interface Action {
  readonly run: () => void;
  /** A tab behind another one stays alive; a command must not go to what nobody sees. */
  readonly shown: () => boolean;
}
const actions = new Map<Command, Action[]>();
const ALWAYS = (): boolean => true;
const listeners = new Set<() => void>();
let version = 0;

/** Has a command carried out by `run` whenever it comes; the returned function takes that back. */
export function provideCommand(command: Command, run: () => void): () => void {
  return provideAction(command, { run, shown: ALWAYS });
}

/** Registers an action; the returned function takes it back. */
function provideAction(command: Command, action: Action): () => void {
  const stack = actions.get(command) ?? [];
  actions.set(command, [...stack, action]);
  changed();
  return () => {
    actions.set(command, (actions.get(command) ?? []).filter((other) => other !== action));
    changed();
  };
}

/** Carries out a command; false if nobody can at the moment. */
export function runCommand(command: Command): boolean {
  const action = actions.get(command)?.findLast(({ shown }) => shown());
  action?.run();
  return action !== undefined;
}

/**
 * Carries out a command while this component lives and is `enabled`.
 * @param shown asked when the command comes: false passes it on to who spoke up before
 */
export function useCommand(command: Command, action: () => void, enabled = true, shown: () => boolean = ALWAYS): void {
  const latest = useRef({ action, shown });
  useEffect(() => {
    latest.current = { action, shown };
  });
  useEffect(
    () => (enabled ? provideAction(command, { run: () => latest.current.action(), shown: () => latest.current.shown() }) : undefined),
    [command, enabled],
  );
}

/** The commands somebody can carry out now. */
export function useAvailableCommands(): ReadonlySet<Command> {
  useSyncExternalStore(subscribe, () => version);
  return new Set([...actions].filter(([, stack]) => stack.length > 0).map(([command]) => command));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed(): void {
  version++;
  for (const listener of listeners) listener();
}
