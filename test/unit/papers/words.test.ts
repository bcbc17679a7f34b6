/**
 * What is said of other people's results. The decoded starts of DiffILO that are public come from a retraining by
 * others, no preset here has its network, and the boundary term is not ours: whoever reads a figure or chooses a
 * preset or a scheme is told so in that place.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';
import { DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { SCHEMES } from '../../../src-science/gradients/scheme.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { generate } from '../../../src-science/program/generate.ts';

const docs = join(projectRoot, 'docs');
const pages = [join(projectRoot, 'README.md'), ...readdirSync(docs).filter((name) => name.endsWith('.md')).map((name) => join(docs, name))];
const paragraphs = pages.flatMap((page) => readFileSync(page, 'utf8').split(/\n\s*\n/u).map((text) => ({ page, text })));

/** The retraining's means, and what they are from the best values in its own logs. */
const RETRAINED = /\b(?:114\.97|655\.3[0-9]|19 ?589\.9)\b|\+33 %/u;

describe('figures of a trained DiffILO network', () => {
  it('stand somewhere in the documentation', () => {
    expect(paragraphs.some(({ text }) => RETRAINED.test(text))).toBe(true);
  });

  it('are said to be a retraining by others, in the paragraph that gives them', () => {
    const silent = paragraphs.filter(({ text }) => RETRAINED.test(text) && !/retraining by others/u.test(text));
    expect(silent).toEqual([]);
  });

  it('are nowhere called published by the authors', () => {
    expect(paragraphs.filter(({ text }) => /published decoded starts/iu.test(text))).toEqual([]);
  });
});

describe('presets with DiffILO’s loss', () => {
  const form = normalForm(generate('set-cover', { rows: 10, columns: 20, density: 0.3 }, 1));
  const presets = DESCENT_PRESETS.filter(({ specFor }) => specFor(form).loss === 'diffilo');

  it('are three, one a family', () => {
    expect(presets.map(({ name }) => name)).toEqual(['diffilo-set-cover', 'diffilo-independent-set', 'diffilo-auctions']);
  });

  it.each(presets.map(({ name, label, help }) => [name, label, help] as const))(
    '%s says in label and help that there is no network, and what else differs',
    (_name, label, help) => {
      expect(label).toContain('without its network');
      for (
        const words of ['loss', 'direction', 'samples', 'rule for μ', 'without its network', 'cycles', 'best epoch', 'not DiffILO’s']
      ) expect(help).toContain(words);
    },
  );
});

describe('the boundary term’s prior art', () => {
  it.each([
    ['README.md', readFileSync(join(projectRoot, 'README.md'), 'utf8')],
    ['docs/claims.md', readFileSync(join(docs, 'claims.md'), 'utf8')],
    ['the scheme’s help', SCHEMES['surrogate-corrected'].help],
  ])('is named in %s, with what is this project’s own', (_where, text) => {
    for (const names of [/Gong/u, /Fu/u, /Lee/u, /O\(nnz\)/u]) expect(text).toMatch(names);
  });
});
