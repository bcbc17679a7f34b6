/** The sections of an MPS file: which there are, and in which order they may come. */
import { quoted } from '../problem-error.ts';
import type { ProblemErrorCode } from '../problem-error.ts';

const SECTIONS = ['start', 'OBJSENSE', 'OBJNAME', 'ROWS', 'COLUMNS', 'RHS', 'RANGES', 'BOUNDS', 'ENDATA'] as const;
export type MpsSection = (typeof SECTIONS)[number];

/** Sections of other kinds of programs. */
const UNSUPPORTED = [
  'SOS', 'SOS1', 'SOS2', 'SETS', 'QUADOBJ', 'QMATRIX', 'QSECTION', 'QCMATRIX', 'CSECTION', 'INDICATORS', 'LAZYCONS', 'USERCUTS',
  'GENCONS', 'PWLOBJ', 'REFROW', 'BRANCH',
];

type Complaint = readonly [code: ProblemErrorCode, line: number, what: string, hint: string, field?: string];

export function sectionOf(keyword: string): MpsSection | null {
  return SECTIONS.find((section) => section === keyword && section !== 'start') ?? null;
}

export function unknownSection(word: string, line: number): Complaint {
  const keyword = word.toUpperCase();
  if (UNSUPPORTED.includes(keyword)) return [
    'problem-unsupported', line, `the section ${keyword} is not part of a binary linear program`,
    'Leibniz reads linear objectives and linear rows over 0/1 variables.', keyword,
  ];
  return [
    'problem-section', line, `${quoted(word)} is no section of an MPS file`,
    'Sections are NAME, OBJSENSE, OBJNAME, ROWS, COLUMNS, RHS, RANGES, BOUNDS and ENDATA; data lines begin with a space.', word,
  ];
}

/** What is wrong with a section where it stands, or null. @param seen the sections before it */
export function misplaced(section: MpsSection, seen: ReadonlySet<MpsSection>, line: number): Complaint | null {
  if (seen.has(section)) return [
    'problem-duplicate', line, `a second section ${section}`, 'Put all its lines into one section.', section,
  ];
  const needs = section === 'COLUMNS' ? 'ROWS' : ['RHS', 'RANGES', 'BOUNDS', 'ENDATA'].includes(section) ? 'COLUMNS' : null;
  if (needs !== null && !seen.has(needs)) {
    const missing = seen.has('ROWS') ? needs : 'ROWS';
    return [
      'problem-section', line, `${section} comes before the section ${missing}`,
      `Put the sections into the order ROWS, COLUMNS, RHS, RANGES, BOUNDS, ENDATA${section === 'ENDATA' ? '; the file may lack a part' : ''}.`,
      section,
    ];
  }
  return section === 'ROWS' && seen.has('COLUMNS')
    ? ['problem-section', line, 'ROWS comes after COLUMNS', 'Put ROWS first.', section]
    : null;
}
