/**
 * A package that was made with another Electron than the declared one, for trials, has a version that ends so
 * (scripts/package). The window and the command say it wherever they say what they are.
 */
export const NOT_FOR_RELEASE = '-not-for-release';

export function isForRelease(version: string): boolean {
  return !version.endsWith(NOT_FOR_RELEASE);
}

/** What the title bar calls the program. */
export function programTitle(version: string): string {
  return isForRelease(version) ? 'Leibniz' : 'Leibniz (not for release)';
}
