/**
 * What comments and pages refer to, and whether it is there: sections and keys of docs/science.md, works by
 * author and year, pages and the headings quoted from them, links and their anchors. Texts in, complaints out.
 */

/** Pages by their path from the root, `docs/science.md`. */
export type Pages = Readonly<Record<string, string>>;

const SCIENCE = 'docs/science.md';
/** Notes that were never in the project. */
const LOST_NOTES = new RegExp(
  [
    String.raw`\b(?:science|performance|workbench) notes?\b|\bof the notes\b`,
    String.raw`\b(?:workbench|look|style|starts|architecture), sections?\b`,
    String.raw`\b(?:look|style|workbench|starts)\.md\b`,
  ].join('|'),
  'iu',
);

/** The comments of a source, each as one line of text; of a Markdown page everything. */
export function commentsOf(path: string, text: string): string[] {
  const oneLine = (comment: string): string =>
    comment
      .replace(/^[ \t]*(?:\/\/|\*|#|--)+[ \t]?/gmu, '')
      .replace(/\s+/gu, ' ')
      .trim();
  if (path.endsWith('.md')) return [text.replace(/\s+/gu, ' ')];
  if (/\.(?:sh|bash)$/u.test(path)) return (text.match(/(?:^[ \t]*#.*\n?)+/gmu) ?? []).map(oneLine);
  if (path.endsWith('.sql')) return (text.match(/(?:--.*\n?)+/gu) ?? []).map(oneLine);
  // Lines of // that follow each other are one comment, since a citation may go over the end of a line.
  const comments = text.match(/\/\*[\s\S]*?\*\/|(?:(?:^|[ \t])\/\/.*(?:\n|$)[ \t]*)+/gmu) ?? [];
  return comments.map((comment) => oneLine(comment.replace(/\*\/$/u, '').replace(/^\s*\/\*\*?/u, '')));
}

/** The letters (a), (b), … of every numbered section. */
function sectionsOf(page: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const [, number = '', body = ''] of page.matchAll(/^## (\d+)\. ([\s\S]*?)(?=^## |$(?![\s\S]))/gmu)) {
    sections.set(number, [...body.matchAll(/^- \(([a-z])\)/gmu)].map((match) => match[1]).join(''));
  }
  return sections;
}

interface Work {
  readonly key: string | null;
  readonly text: string;
}

/** The entries of the bibliography, each on one line. */
function worksOf(page: string): Work[] {
  const list = page.split(/^## Bibliography$/mu)[1] ?? '';
  return [...list.matchAll(/^- ([\s\S]*?)(?=^- |^\s*$|$(?![\s\S]))/gmu)].map(([, entry = '']) => {
    const text = entry.replace(/\s+/gu, ' ').trim();
    return { key: /^\*\*\[([A-Z]+\d\d)\]\*\*/u.exec(text)?.[1] ?? null, text };
  });
}

const YEAR = String.raw`(?:19[3-9]\d|20[0-2]\d)`;
/** A name, “et al.”, a title or a volume, and right after it a year. */
const DATED = new RegExp(
  String.raw`(?:[\p{Lu}][\p{L}’'-]*|al\.|[”"]|\b\d{1,3})[,]?\s\(?(${YEAR})\b(?![-\w])(?!\s(?:of\b|[a-z]+s\b))`,
  'gu',
);
/** Before a year that is no work's: “24 November 2026”. */
const NO_WORK = /(?:January|February|March|April|May|June|July|August|September|October|November|December|Node)\s\(?$/u;
/** Capitalized words: names of authors, and of journals, which a comment may give in place of them. */
const NAMES = /\p{Lu}[\p{L}-]+/gu;

/** Citations of one text that lead nowhere, each as a sentence. */
export function brokenCitations(text: string, pages: Pages): string[] {
  const broken: string[] = [];
  const lost = LOST_NOTES.exec(text);
  if (lost !== null) broken.push(`“${lost[0]}” is not in the project`);
  for (const [, page = ''] of text.matchAll(/\b(docs\/[\w-]+\.md)\b/gu)) {
    if (pages[page] === undefined) broken.push(`${page} does not exist`);
  }
  for (const [, page = '', title = ''] of text.matchAll(/\b(docs\/[\w-]+\.md), [“"]([^”"]+)[”"]/gu)) {
    const found = pages[page]?.replace(/\s+/gu, ' ').includes(title) ?? true;
    if (!found) broken.push(`${page} has no “${title}”`);
  }
  const sections = sectionsOf(pages[SCIENCE] ?? '');
  for (const [, list = ''] of text.matchAll(/\bdocs\/science\.md,? sections? ((?:\d+[a-z]?(?:, | and | to )?)+)/gu)) {
    for (const [, number = '', letter = ''] of list.matchAll(/(\d+)([a-z]?)/gu)) {
      if (!(sections.get(number)?.includes(letter) ?? false)) broken.push(`${SCIENCE} has no section ${number}${letter}`);
    }
  }
  const works = worksOf(pages[SCIENCE] ?? '');
  const families = new Set(works.flatMap(({ key }) => (key === null ? [] : [key.replace(/\d+$/u, '')])));
  for (const [, key = ''] of text.matchAll(/(?<![\w#+/-])((?:[A-Z]{1,3})[0-9]{2})(?=[,;:)\]’'. ](?:s\b|$|[^\d]))/gu)) {
    const looksLikeKey = families.has(key.replace(/\d+$/u, '')) || /^[A-Z]{2,3}[0-2]\d$/u.test(key);
    if (looksLikeKey && !works.some((work) => work.key === key)) broken.push(`the bibliography has no [${key}]`);
  }
  for (const match of text.matchAll(DATED)) {
    const year = match[1] ?? '';
    const before = text.slice(Math.max(0, match.index - 110), match.index + match[0].length - year.length);
    if (NO_WORK.test(before)) continue;
    const names = new Set(before.match(NAMES) ?? []);
    const known = works.some((work) => {
      const authors = work.text.split(', *')[0] ?? '';
      return work.text.includes(year) && (authors.match(NAMES) ?? []).some((name) => names.has(name));
    });
    if (!known) broken.push(`the bibliography has no work of ${year} for “${before.slice(-50)}${year}”`);
  }
  return broken;
}

/** The anchor GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .replace(/`|\*|\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(page: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutCode(page).matchAll(/^#{1,6} (.+)$/gmu)) {
    const anchor = anchorOf(heading);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    anchors.add(before === 0 ? anchor : `${anchor}-${before}`);
  }
  return anchors;
}

function withoutCode(page: string): string {
  return page.replace(/^```[\s\S]*?^```/gmu, '');
}

/**
 * Links of one page that lead nowhere, each as a sentence.
 * @param exists whether a path from the root is a file or folder of the project
 */
export function brokenLinks(path: string, pages: Pages, exists: (path: string) => boolean): string[] {
  const broken: string[] = [];
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  const text = withoutCode(pages[path] ?? '').replace(/`[^`\n]*`/gu, '');
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/gu)) {
    if (/^[a-z]+:/u.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const full = file === '' ? path : new URL(folder + file, 'root:///').pathname.slice(1);
    if (!exists(full)) broken.push(`${path} links to ${target}: there is no ${full}`);
    else if (anchor !== undefined && pages[full] !== undefined && !anchorsOf(pages[full]).has(anchor)) {
      broken.push(`${path} links to ${target}: ${full} has no heading of that name`);
    }
  }
  return broken;
}
