/** What the process that runs tests is asked and answers; one question at a time. */

/** A test as the survey saw it. */
export interface SurveyedTest {
  readonly testFile: string;
  readonly id: string;
  readonly milliseconds: number;
  /** Marked bytes it reached. */
  readonly reached: readonly number[];
}

/** Tests of one file to run, by id. */
export interface Selection {
  readonly testFile: string;
  readonly ids: readonly string[];
}

export type Question =
  | {
    readonly kind: 'survey';
    readonly testFiles: readonly string[]; /** First byte of each source. */
    readonly bases: Readonly<Record<string, number>>;
  }
  | {
    readonly kind: 'trial'; /** Relative to the project. */
    readonly file: string;
    readonly source: string;
    readonly selections: readonly Selection[];
  };

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'survey'; readonly tests: readonly SurveyedTest[]; readonly failed: readonly string[] }
  | { readonly kind: 'trial'; /** Name of the first test that failed; null if all passed. */ readonly killer: string | null };
