/**
 * Whatever a comment or a page refers to stands in the project: sections and keys of docs/science.md, works by
 * author and year, pages, headings, links and anchors. First the checker, on texts made for it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';
import { brokenCitations, brokenLinks, commentsOf } from './citations.ts';
import type { Pages } from './citations.ts';

const SMALL: Pages = {
  'docs/science.md': `# The mathematics

See [the works](#bibliography) and [others](other.md#two-words).

## 1. The program

Rows.

## 2. Facts

- (a) one
- (c) three

## Bibliography

- **[AB12]** A. Abel and B. Berg, *On Rows*,
  Proceedings of Rows, 2012.
- C. Cantor and D. Dini, *On Sets*, Journal of Sets 3, 1999.
`,
  'docs/other.md': '# Other\n\n## Two words\n\nText.\n',
};

describe('the checker of citations', () => {
  test.each([
    ['a section', '(docs/science.md, section 2)'],
    ['several', 'docs/science.md, sections 1 and 2'],
    ['a fact of a section', '(AB12; docs/science.md, section 2c)'],
    ['a key with a place in the work', "AB12's Theorem 3 (AB12 §2)"],
    ['authors and year', 'as in Cantor & Dini 1999'],
    ['authors, journal and year', '(Cantor & Dini, Journal of Sets 3, 1999)'],
    ['a quoted heading', 'says docs/other.md, “Two words”'],
    ['numbers that are no years of a work', 'On 24 November 2026, 2000 trials of 2000 variables with seed 2026; ISO C99, P50'],
  ])('passes %s', (_what, comment) => {
    expect(brokenCitations(comment, SMALL)).toEqual([]);
  });

  test.each([
    ['a section that is not there', '(docs/science.md, section 3)', 'docs/science.md has no section 3'],
    ['one of several', 'docs/science.md, sections 1 and 9', 'docs/science.md has no section 9'],
    ['a fact that is not there', 'docs/science.md, section 2b', 'docs/science.md has no section 2b'],
    ['an unknown key', '(AB13, Theorem 2)', 'the bibliography has no [AB13]'],
    ['a key of no family', '(GWL25; more)', 'the bibliography has no [GWL25]'],
    ['a work that is not listed', '(Euler & Gauss 1999)', 'the bibliography has no work of 1999 for “(Euler & Gauss 1999”'],
    ['the wrong year', 'Cantor & Dini (1998)', 'the bibliography has no work of 1998 for “Cantor & Dini (1998”'],
    ['a page that is not there', 'see docs/none.md', 'docs/none.md does not exist'],
    ['a heading that is not there', 'docs/other.md, "Three words"', 'docs/other.md has no “Three words”'],
    ['lost notes', 'allocates nothing (performance notes, section 3)', '“performance notes” is not in the project'],
    ['a lost page', 'the default of look.md', '“look.md” is not in the project'],
    ['lost notes by a section', 'where section 4 of the notes says so', '“of the notes” is not in the project'],
    ['a page that has no numbered sections', '(architecture, section 3)', '“architecture, section” is not in the project'],
    ['a lost page by its name', '(workbench, section 4)', '“workbench, section” is not in the project'],
  ])('catches %s', (_what, comment, complaint) => {
    expect(brokenCitations(comment, SMALL)).toEqual([complaint]);
  });

  it('reads a citation over the end of a line', () => {
    const source = '/**\n * One row (docs/science.md,\n * section 7).\n */\nlet x = 1; // see docs/science.md,\n// section 8\n';
    expect(commentsOf('a.ts', source)).toEqual(['One row (docs/science.md, section 7).', 'see docs/science.md, section 8']);
  });

  it('catches a link to a page, and to a heading, that is not there', () => {
    const links = '[a](docs/none.md) [b](docs/other.md#three-words) [c](docs/other.md#two-words) [d](https://example.org/x#y) `[e](no)`';
    const pages = { ...SMALL, 'README.md': links };
    const exists = (path: string): boolean => path in pages;
    expect(brokenLinks('docs/science.md', pages, exists)).toEqual([]);
    expect(brokenLinks('README.md', pages, exists)).toEqual([
      'README.md links to docs/none.md: there is no docs/none.md',
      'README.md links to docs/other.md#three-words: docs/other.md has no heading of that name',
    ]);
  });
});

const ROOMS = ['science', 'contract', 'kernels', 'workers', 'main', 'preload', 'renderer'].map((room) => `src-${room}`);
const SOURCES = [...ROOMS, 'scripts', 'bench', 'test', 'migrations', 'findings'];
const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

function filesBelow(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:tsx?|mjs|js|sh|bash|sql)$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length).replace(/^\//u, ''));
}

const pageNames = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'));
const pages: Pages = Object.fromEntries(['README.md', ...pageNames.map((name) => `docs/${name}`)].map((path) => [path, read(path)]));

describe('the project', () => {
  it('cites nothing in a comment that is not there', () => {
    const files = SOURCES.flatMap(filesBelow).filter((path) => !/node_modules|house\/citations/u.test(path));
    const broken = files.flatMap((path) =>
      commentsOf(path, read(path))
        .flatMap((comment) => brokenCitations(comment, pages))
        .map((complaint) => `${path}: ${complaint}`),
    );
    expect(files.length).toBeGreaterThan(500);
    expect(broken).toEqual([]);
  });

  it.each(Object.keys(pages))('links from %s to what is there', (path) => {
    expect(brokenLinks(path, pages, (target) => existsSync(join(projectRoot, target)))).toEqual([]);
    expect((pages[path] ?? '').match(/\b(?:science notes|performance notes|workbench, section)\b/iu)).toBeNull();
  });
});
