/**
 * docs/settings.md is written from the records of the settings: this test fails where they differ, and writes the page
 * anew with `npx vitest run --project integration test/integration/house/settings-page.test.ts -u`.
 */
import { expect, it } from 'vitest';
import { casesOf, JOB_KINDS } from '../../../src-contract/job-kinds.ts';
import type { JobKind } from '../../../src-contract/job-kinds.ts';
import { settingOptions } from '../../../src-main/cli/setting-options.ts';
import { limitsInWords } from '../../../src-science/settings/number-limits.ts';
import { namesOf } from '../../../src-science/settings/setting.ts';
import type { Setting, Settings } from '../../../src-science/settings/setting.ts';
import { whereInWords } from '../../../src-science/settings/walk.ts';

const KINDS: Readonly<Record<JobKind, { readonly title: string; readonly command: string }>> = {
  exact: { title: 'An exact solve', command: '`leibniz solve`, and the solves of `leibniz handover`' },
  descent: { title: 'A descent', command: '`leibniz descend` and `leibniz handover`' },
  estimate: { title: 'An estimate', command: '`leibniz estimate`, and `leibniz gradient` for the quantity gradient' },
  decode: { title: 'A decoding', command: '`leibniz decode`' },
  quality: { title: 'Gradient quality', command: '`leibniz quality` at one x̂' },
  train: { title: 'A training', command: '`leibniz train`' },
  predict: { title: 'A prediction', command: '`leibniz predict`' },
};

const DATA_WORDS = {
  points: 'iteration, μ and x̂ of each point',
  run: 'the number of a run, or null',
  instances: 'a family, its parameters, a count and the first seed, or hashes of programs',
  model: 'the SHA-256 of a model’s file',
} as const;

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function valuesOf(setting: Setting): string {
  const orNone = 'none' in setting && setting.none !== undefined && setting.kind !== 'names' && setting.kind !== 'number'
    ? ', or null'
    : '';
  switch (setting.kind) {
    case 'number':
      return `${limitsInWords(setting.limits)}${setting.unit === undefined ? '' : `, ${setting.unit}`}${setting.none === undefined || setting.optional === true ? '' : ', or null'}`;
    case 'choice':
      return code(namesOf(setting.choices));
    case 'flag':
      return '`true`, `false`';
    case 'names':
      return `a list of ${code(namesOf(setting.choices))}`;
    case 'counts':
      return `a list, ascending, each ${limitsInWords(setting.limits)}`;
    case 'vector':
      return (setting.entries === 'zero-one' ? '0 or 1 for each variable' : 'a number from 0 to 1 for each variable') + orNone;
    case 'data':
      return DATA_WORDS[setting.data];
    case 'group':
      return `an object${orNone}`;
    case 'variant':
      return `one of those below, named by \`${setting.tag}\``;
  }
}

function defaultWords(setting: Setting): string {
  switch (setting.kind) {
    case 'number':
      return setting.default === null ? (setting.none?.word ?? '') : String(setting.default);
    case 'choice':
    case 'variant':
      return `\`${setting.default}\``;
    case 'flag':
      return '`false`';
    case 'names':
      return setting.default.length === namesOf(setting.choices).length ? 'all' : code(setting.default);
    case 'counts':
      return setting.default.join(', ');
    case 'vector':
      return setting.none?.word ?? '';
    case 'group':
      return setting.none?.word ?? 'the defaults of its settings';
    case 'data':
      return '';
  }
}

const long = (flags: string): string => `\`${flags.split(' ')[0] ?? ''}\``;

/** @param joint the option that its parent has for all of its settings */
function optionWords({ option }: Setting, joint: string | null): string {
  if ('flags' in option) return long(option.flags);
  if ('part' in option) return `${option.part.toUpperCase()} of ${joint ?? ''}`;
  return option.value === undefined ? `none: ${option.none}` : `none, it is ${option.value}: ${option.none}`;
}

function rowsOf(settings: Settings, path = '', joint: string | null = null): string[] {
  return Object.entries(settings).flatMap(([name, setting]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const own = 'flags' in setting.option ? long(setting.option.flags) : null;
    const row = [`\`${at}\``, valuesOf(setting), `${defaultWords(setting)}${setting.optional === true ? ', if left out' : ''}`,
      setting.where === undefined ? '' : whereInWords(setting.where), optionWords(setting, joint), setting.help];
    const below = setting.kind === 'group'
      ? rowsOf(setting.settings, at, own)
      : setting.kind === 'variant'
      ? Object.entries(setting.variants).flatMap(([variant, { help, option, settings: inside }]) => {
        const its = option === undefined ? own : long(option.flags);
        return [[`\`${at}.${setting.tag}\`: \`${variant}\``, '', '', '', option === undefined ? '' : (its ?? ''), help],
          ...rowsOf(inside, at, its)];
      })
      : [];
    return [row, ...below].map((line) => (typeof line === 'string' ? line : `| ${line.map(cell).join(' | ')} |`));
  });
}

function section(kind: JobKind): string[] {
  const all = JOB_KINDS[kind].asks;
  const table = (rows: readonly string[]): string[] => ['| setting | values | default | means something where | option | meaning |', '|---|---|---|---|---|---|', ...rows, ''];
  const lists = casesOf(kind).map((settings) => rowsOf(settings));
  const common = (lists[0] ?? []).filter((row) => lists.every((list) => list.includes(row)));
  const cases = 'cases' in all ? Object.keys(all.cases) : [];
  const own = cases.map((name, n) => ({ name, rows: (lists[n] ?? []).filter((row) => !common.includes(row)) })).filter(({ rows }) =>
    rows.length > 0
  );
  return [
    `## ${KINDS[kind].title}: \`${kind}\``,
    '',
    `Command line: ${KINDS[kind].command}.`,
    '',
    ...table(common),
    ...own.flatMap(({ name, rows }) => ['tag' in all ? `Where \`${all.tag}\` is \`${name}\`, also:` : '', '', ...table(rows)]),
  ];
}

function page(): string {
  return [
    '# Settings',
    '',
    '<!-- Written from the records of the settings by test/integration/house/settings-page.test.ts. -->',
    '',
    'What each kind of run can be asked, by the names that specs and study files have. The form, the options of the [command line](command-line.md) and the schemas of specs are made of the same records. A default is what the form begins with where the problem has none of its own, and what a part of an option means that is left out; “if left out” says that a spec may leave the setting out. [changing.md](changing.md#a-setting-of-a-job) says how one is added.',
    '',
    ...(Object.keys(KINDS) as JobKind[]).flatMap(section),
  ].join('\n');
}

it('docs/settings.md says what the records say', async () => {
  // The records have options at all: a page of a list that lost them would still be a page.
  expect(settingOptions(JOB_KINDS.descent.asks.settings).length).toBeGreaterThan(20);
  await expect(page()).toMatchFileSnapshot('../../../docs/settings.md');
});
