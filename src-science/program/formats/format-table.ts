/**
 * The problem formats that Leibniz reads and writes: what is said of each in dialogs, menus, refusals and
 * schemas. A format is an entry here, its reader and its writer, and an entry in `problem-formats.ts`;
 * nothing else lists formats. This half is apart because the page and the shell need it without the code.
 */

/**
 * How a file of a format is written: everything in its place; as every reader takes it alike (`portable.ts`); that in the columns of
 * fixed MPS, with names of eight characters, for readers that know nothing else.
 */
export const WRITTEN_FORM_NAMES = ['as-is', 'portable', 'fixed'] as const;
export type WrittenForm = (typeof WRITTEN_FORM_NAMES)[number];

interface FormatWords {
  /** What it is called. */
  readonly title: string;
  /** In a menu. */
  readonly short: string;
  readonly ending: `.${string}`;
  /** Other endings of files that it reads. */
  readonly alsoRead?: readonly `.${string}`[];
  /** Those in which it is also written. */
  readonly forms?: readonly WrittenForm[];
  /** How a file of it begins, for who has one that is none. */
  readonly beginning: string;
}

export const FORMAT_TABLE = {
  mps: { title: 'MPS', short: 'MPS', ending: '.mps', forms: ['portable', 'fixed'], beginning: 'begins with NAME or ROWS' },
  lp: { title: 'CPLEX LP', short: 'LP', ending: '.lp', forms: ['portable'], beginning: 'Minimize or Maximize' },
  opb: { title: 'OPB', short: 'OPB', ending: '.opb', beginning: 'min: or max:' },
  wbo: { title: 'WBO', short: 'WBO', ending: '.wbo', beginning: 'soft:' },
  qubo: { title: 'QUBO', short: 'QUBO', ending: '.qubo', alsoRead: ['.sparse'], beginning: 'p qubo' },
  json: { title: 'Leibniz JSON', short: 'JSON', ending: '.json', beginning: 'a brace' },
} as const satisfies Readonly<Record<string, FormatWords>>;

export type ProgramFormat = keyof typeof FORMAT_TABLE;

/** What a problem can be written as, in the order in which it is offered; other forms of a format after the lossless one. */
export const WRITTEN_FORMS: readonly { readonly format: ProgramFormat; readonly form: WrittenForm; readonly name: string }[] =
  (Object.keys(FORMAT_TABLE) as readonly ProgramFormat[]).flatMap((format) => {
    const { short, forms = [] }: FormatWords = FORMAT_TABLE[format];
    return [
      { format, form: 'as-is', name: short },
      ...forms.map((form) => ({ format, form, name: form === 'fixed' ? `fixed-column ${short}` : `${form} ${short}` })),
    ];
  });

/** Whether a format has a form. Whoever asks for the portable one where there is none gets the only one, which all read alike. */
export function hasForm(format: ProgramFormat, form: WrittenForm): boolean {
  const { forms = [] }: FormatWords = FORMAT_TABLE[format];
  return form !== 'fixed' || forms.includes(form);
}

/** In the order in which they are offered. */
export const PROGRAM_FORMATS = Object.keys(FORMAT_TABLE) as readonly ProgramFormat[] as readonly [ProgramFormat, ...ProgramFormat[]];

/** Of the files that are written, each with its dot. */
export const FORMAT_ENDINGS: readonly string[] = PROGRAM_FORMATS.map((format) => FORMAT_TABLE[format].ending);

function endingsOf(format: ProgramFormat): readonly string[] {
  const { ending, alsoRead = [] }: FormatWords = FORMAT_TABLE[format];
  return [ending, ...alsoRead];
}

/** Of the files that are read. */
export const READ_ENDINGS: readonly string[] = PROGRAM_FORMATS.flatMap(endingsOf);

const COMPRESSED = '.gz';
/** Every ending that a problem file may have, longer ones first. */
export const PROBLEM_FILE_ENDINGS: readonly string[] = [...READ_ENDINGS.map((ending) => ending + COMPRESSED), ...READ_ENDINGS];

/** What a file's name says of its format, or null. */
export function formatByName(fileName: string): ProgramFormat | null {
  const lower = fileName.toLowerCase();
  return PROGRAM_FORMATS.find(
    (format) => endingsOf(format).some((ending) => lower.endsWith(ending) || lower.endsWith(ending + COMPRESSED)),
  ) ?? null;
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
  return listed(PROGRAM_FORMATS.map((format) => FORMAT_TABLE[format]).map(
    ({ title, beginning }) => (how === 'names' ? title : `${title} (${beginning})`),
  ), 'or');
}
