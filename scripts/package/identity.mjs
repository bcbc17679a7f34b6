/**
 * What the packages call the program, once. Whoever publishes it under a domain of their own changes APP_ID,
 * which AppStream and macOS want to be the reverse of one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../set-up/places.mjs';

export const PRODUCT = 'Leibniz';
/** Package name, folder below lib/, and the command without a window. */
export const NAME = 'leibniz';
/** The program with the window; also the name of its desktop entry and icon. */
export const WORKBENCH = 'leibniz-workbench';
export const DESKTOP_ENTRY = `${WORKBENCH}.desktop`;
export const APP_ID = 'org.leibnizworkbench.Leibniz';
export const SESSION_TYPE = 'application/x-leibniz-session';
export const SESSION_ENDING = '.leibniz';
export const SUMMARY = 'Workbench for differentiable integer programming';
export const DESCRIPTION =
  'Solve a 0-1 program exactly with GLPK or HiGHS, descend its penalty relaxation under several gradient schemes, measure what each ' +
  'scheme computes against its exact value, and compare solutions and trajectories side by side.';
export const MAINTAINER = 'The Leibniz authors <leibniz@example.org>';

/** Of a package whose Electron is not the declared one. */
export const NOT_FOR_RELEASE = '-not-for-release';

/** @typedef {{ version: string, license: string, devDependencies: Readonly<Record<string, string>> }} ProjectManifest */

/** @returns {ProjectManifest} */
export function projectManifest() {
  return JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
}
