/**
 * Puts what the benchmarks found into docs/benchmarks.md. A section's measured part lies between two
 * comments that name it; the prose around them is written by hand and stays. The table of targets is
 * kept row by row: a row that was measured is replaced, its reason stays while the target is missed.
 */

/** @typedef {{ section: string, markdown: string }} SectionEntry */
/** @typedef {{ name: string, goal: string, measured: string, native?: string, numpy?: string, reached: boolean }} Target */
/** @typedef {SectionEntry | { target: Target }} Entry */

const TARGETS = 'targets';
const HEAD = [
  '| target | goal | measured | native C’s time over ours | NumPy’s time over ours | verdict | reason |', '|---|---|---|---|---|---|---|',
];

/** @param {string} id */
const opening = (id) => `<!-- bench:${id} -->`;
/** @param {string} id */
const closing = (id) => `<!-- /bench:${id} -->`;

/**
 * What lies between a section's marks, or null where the page has no such section.
 * @param {string} page
 * @param {string} id
 */
function partOf(page, id) {
  const from = page.indexOf(opening(id));
  const to = page.indexOf(closing(id));
  return from < 0 || to < from ? null : page.slice(from + opening(id).length, to).trim();
}

/**
 * @param {string} page
 * @param {string} id
 * @param {string} markdown
 */
function withPart(page, id, markdown) {
  const block = `${opening(id)}\n${markdown}\n${closing(id)}`;
  const from = page.indexOf(opening(id));
  const to = page.indexOf(closing(id));
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n## ${id}\n\n${block}\n`;
  return page.slice(0, from) + block + page.slice(to + closing(id).length);
}

/** @param {string} row */
const cellsOf = (row) => row.split('|').slice(1, -1).map((cell) => cell.trim());

/**
 * @param {string} table
 * @param {readonly Target[]} found
 */
function withTargets(table, found) {
  const rows = table.split('\n').slice(HEAD.length).filter((row) => row.startsWith('|')).map(cellsOf);
  for (const { name, goal, measured, native = '', numpy = '', reached } of found) {
    const old = rows.findIndex(([known]) => known === name);
    const reason = reached || old < 0 ? '' : (rows[old]?.[6] ?? '');
    const row = [name, goal, measured, native, numpy, reached ? 'reached' : '**missed**', reason];
    if (old < 0) rows.push(row);
    else rows[old] = row;
  }
  return [...HEAD, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

/**
 * The page with what was found put in; a section without a place is added at the end.
 * @param {string} page
 * @param {readonly Entry[]} entries
 */
export function updatedPage(page, entries) {
  let next = page;
  /** @type {Target[]} */
  const targets = [];
  for (const entry of entries) {
    if ('target' in entry) targets.push(entry.target);
    else next = withPart(next, entry.section, entry.markdown);
  }
  return targets.length === 0 ? next : withPart(next, TARGETS, withTargets(partOf(next, TARGETS) ?? '', targets));
}
