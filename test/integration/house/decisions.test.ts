/**
 * The form of docs/decisions.md: rooms in the table of contents, and in each room decisions with date and status, the
 * decision or its reason in words, once each. First the checker, on pages made for it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';

const STATUS = /^\*\d{1,2} [A-Z][a-z]+ 20\d\d, (?:in force(?:$|[ ;])|replaced by “)/u;

/** What is wrong with the form, each as a sentence. */
function formComplaints(page: string): string[] {
  const complaints: string[] = [];
  const [head = '', ...rooms] = page.split(/^## /mu);
  const seen = new Set<string>();
  for (const room of rooms) {
    const [title = '', ...lines] = room.split('\n');
    if (!head.includes(`- [${title}](#`)) complaints.push(`the room “${title}” is not in the list at the top`);
    const [before = '', ...decisions] = lines.join('\n').split(/^### /mu);
    if (before.trim() !== '') complaints.push(`in “${title}” a text stands before the first decision`);
    for (const decision of decisions) {
      const [name = '', status = '', ...body] = decision.split('\n');
      if (seen.has(name)) complaints.push(`“${name}” stands there twice`);
      seen.add(name);
      if (!STATUS.test(status.replace(/\*$/u, ''))) complaints.push(`“${name}” has no line “*day month year, in force*” below it`);
      if (body.join('').trim() === '') complaints.push(`“${name}” says nothing`);
      for (const stray of body.filter((line) => /^\*\*(?!Why\.|Measured\.)/u.test(line))) {
        complaints.push(`below “${name}” a paragraph begins with ${stray.slice(0, 40)}; a decision has a heading of its own`);
      }
    }
  }
  return complaints;
}

const GOOD = `# Decisions

- [Science](#science)

## Science

### Exact means exact
*23 November 2026, in force*

Text.

**Why.** Reason.

### Other
*2 March 2027, replaced by “Exact means exact”*

Text.
`;

describe('the form of decisions', () => {
  it('passes where it is kept', () => expect(formComplaints(GOOD)).toEqual([]));

  test.each([
    ['no date', GOOD.replace('*23 November 2026, in force*', ''), '“Exact means exact” has no line'],
    ['no status', GOOD.replace(', in force*', '*'), '“Exact means exact” has no line'],
    ['a room that is not listed', GOOD.replace('- [Science](#science)', ''), 'the room “Science” is not in the list'],
    ['a decision without a heading', GOOD.replace('**Why.**', '**A new one.**'), 'a paragraph begins with **A new one.**'],
    ['one that stands there twice', GOOD.replace('### Other', '### Exact means exact'), '“Exact means exact” stands there twice'],
    ['one that says nothing', GOOD.replace(/Text\.\n$/u, ''), '“Other” says nothing'],
    ['a text before the first', GOOD.replace('## Science\n', '## Science\n\nText.\n'), 'in “Science” a text stands'],
  ])('catches %s', (_what, page, complaint) => {
    expect(formComplaints(page)).toEqual([expect.stringContaining(complaint)]);
  });

  it('is kept by docs/decisions.md', () => {
    const page = readFileSync(join(projectRoot, 'docs/decisions.md'), 'utf8');
    expect(page.match(/^### /gmu)?.length ?? 0).toBeGreaterThan(70);
    expect(formComplaints(page)).toEqual([]);
  });
});
