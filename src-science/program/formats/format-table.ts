/**
 * The problem formats that Leibniz reads and writes: what is said of each in dialogs, menus, refusals and
 * schemas. A format is an entry here, its reader and its writer, and an entry in `problem-formats.ts`;
 * nothing else lists formats. This half is apart because the page and the shell need it without the code.
 */

interface FormatWords {
  /** What it is called. */
  readonly title: string;
  /** In a menu. */
  readonly short: string;
  readonly ending: `.${string}`;
  /** How a file of it begins, for who has one that is none. */
  readonly beginning: string;
}

export const FORMAT_TABLE = {
  mps: { title: 'MPS', short: 'MPS', ending: '.mps', beginning: 'begins with NAME or ROWS' },
  lp: { title: 'CPLEX LP', short: 'LP', ending: '.lp', beginning: 'Minimize or Maximize' },
  json: { title: 'Leibniz JSON', short: 'JSON', ending: '.json', beginning: 'a brace' },
} as const satisfies Readonly<Record<string, FormatWords>>;

export type ProgramFormat = keyof typeof FORMAT_TABLE;

/** In the order in which they are offered. */
export const PROGRAM_FORMATS = Object.keys(FORMAT_TABLE) as readonly ProgramFormat[] as readonly [ProgramFormat, ...ProgramFormat[]];

/** Each with its dot. */
export const FORMAT_ENDINGS: readonly string[] = PROGRAM_FORMATS.map((format) => FORMAT_TABLE[format].ending);

const COMPRESSED = '.gz';
/** Every ending that a problem file may have, longer ones first. */
export const PROBLEM_FILE_ENDINGS: readonly string[] = [...FORMAT_ENDINGS.map((ending) => ending + COMPRESSED), ...FORMAT_ENDINGS];

/** What a file's name says of its format, or null. */
export function formatByName(fileName: string): ProgramFormat | null {
  const lower = fileName.toLowerCase();
  return PROGRAM_FORMATS.find((format) => [FORMAT_TABLE[format].ending, FORMAT_TABLE[format].ending + COMPRESSED].some((ending) => lower.endsWith(ending))) ?? null;
}

/** A file's name without the endings of a problem file. */
export function withoutFormatEnding(fileName: string): string {
  const lower = fileName.toLowerCase();
  const ending = [...PROBLEM_FILE_ENDINGS, COMPRESSED].find((each) => lower.endsWith(each));
  return ending === undefined || ending.length === fileName.length ? fileName : fileName.slice(0, -ending.length);
}

/** “a, b and c” or “a, b or c”. */
function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** `.mps, .lp and .json` */
export function endingsInWords(last: 'and' | 'or'): string {
  return listed(FORMAT_ENDINGS, last);
}

/** `MPS, CPLEX LP or Leibniz JSON`, or each with how it begins. */
export function formatsInWords(how: 'names' | 'beginnings'): string {
  return listed(PROGRAM_FORMATS.map((format) => FORMAT_TABLE[format]).map(({ title, beginning }) => (how === 'names' ? title : `${title} (${beginning})`)), 'or');
}
