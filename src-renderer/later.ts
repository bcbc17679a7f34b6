/**
 * Views that are loaded when they are first drawn, so that a start does not wait for what it does not show;
 * and before that, once the window is there and has nothing else to do, so that nobody waits for one later
 * either.
 */
import { lazy } from 'react';
import type { ComponentType } from 'react';

const coming: (() => Promise<unknown>)[] = [];

/** @param load imports the view's module and picks the view */
export function later<Properties extends object>(load: () => Promise<ComponentType<Properties>>): ComponentType<Properties> {
  coming.push(load);
  return lazy(async () => ({ default: await load() }));
}

/** Loads what was not drawn yet, one view after another, each in an idle moment. */
export async function loadTheRest(): Promise<void> {
  for (const load of coming.splice(0)) {
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
    // One that cannot be loaded says so where it is shown.
    await load().catch(() => undefined);
  }
}
