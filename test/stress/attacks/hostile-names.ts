/** Names that act: everything that leaves the program, written with them and read by a strict reader of its format. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { tableToLatex } from '../../../src-contract/tables/latex-table.ts';
import { NAMED_EXPORTS, tableOf } from '../../unit/export/exports.ts';
import { EVERY_ATTACK, HOSTILE_NAMES, firstUnshown } from '../../unit/export/hostile-names.ts';
import type { Attack } from '../attack.ts';

const NAMES_A_TIME = 5;
/** Not of this project: where it is missing nothing is compiled. */
const LATEX: string = process.env['LATEX'] ?? 'pdflatex';

/** Compiles tables under an encoding of fonts. @returns complaints of TeX; null where pdfLaTeX is not installed */
function compiled(folder: string, encoding: string, tables: readonly string[]): readonly string[] | null {
  const place = join(folder, encoding);
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, 'names.tex'),
    `\\documentclass{article}\n\\usepackage[${encoding}]{fontenc}\n\\usepackage{booktabs}\n\\begin{document}\n${
      tables.join('\\clearpage\n')
    }\\end{document}\n`,
  );
  const { status, error } = spawnSync(LATEX, ['-interaction=nonstopmode', '-halt-on-error', '-no-shell-escape', '-recorder', 'names.tex'], {
    cwd: place,
  });
  if (error !== undefined) return null;
  const complaints = readFileSync(join(place, 'names.log'), 'latin1').split('\n').filter((line) => /^(!|Missing character)/.test(line));
  // What TeX opened besides its own files: nothing that a name asked for.
  const opened = readFileSync(join(place, 'names.fls'), 'latin1').split('\n').filter((line) => /^(INPUT|OUTPUT) /.test(line) && !/\/(texmf|texlive)|^(INPUT|OUTPUT) (\.\/)?names\.(tex|aux|log|pdf)$/.test(line));
  return [...(status === 0 ? [] : [`ended with ${status}`]), ...complaints, ...opened.map((line) => `TeX opened ${line}`)];
}

export const attack: Attack = {
  name: 'hostile-names',
  summary: 'Line breaks, control characters, commands, formulas and markup in names: every export is of its format, holds nothing that acts, and TeX compiles it.',
  async run({ form, random, folder, say }) {
    const rounds = form === 'long' ? 2000 : 30;
    const failed: string[] = [];
    let tried = 0;
    const sets = fc.sample(fc.array(HOSTILE_NAMES, { minLength: NAMES_A_TIME, maxLength: NAMES_A_TIME }), {
      numRuns: rounds,
      seed: Math.floor(random() * 2 ** 31),
    });
    for (const { what, made, read, layout } of NAMED_EXPORTS) {
      for (const names of what.includes('SVG') ? sets.slice(0, Math.ceil(rounds / 5)) : sets) {
        tried++;
        try {
          const text = await made(names);
          const unshown = firstUnshown(text, layout);
          if (unshown !== null) failed.push(`${what}: character ${unshown} with ${JSON.stringify(names)}`);
          read(text);
        } catch (error) {
          failed.push(`${what}: ${error instanceof Error ? error.message : String(error)} with ${JSON.stringify(names)}`);
        }
      }
      say(what);
    }
    const counts: Record<string, number> = { exports: NAMED_EXPORTS.length };
    if (form === 'long') {
      const tables = [...sets.slice(0, 300), EVERY_ATTACK].map((names) => tableToLatex(tableOf(names)));
      for (const encoding of ['OT1', 'T1']) {
        const complaints = compiled(folder, encoding, tables);
        if (complaints === null) {
          say('pdflatex is not installed');
          continue;
        }
        tried += tables.length;
        counts[`tables compiled under ${encoding}`] = tables.length;
        failed.push(...complaints.map((line) => `${encoding}: ${line}`));
      }
    }
    return { tried, failed, counts };
  },
};
