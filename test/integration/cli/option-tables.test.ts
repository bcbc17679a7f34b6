/**
 * docs/command-line.md lists every option as `leibniz COMMAND --help` has it. Where they differ, write the page
 * anew: `npx vitest run --project integration test/integration/cli/option-tables.test.ts -u`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';
import { leibniz } from './leibniz-process.ts';
import { commandsOf, optionsOf, optionTables, withTables } from './option-tables.ts';

const SOLVE = `Usage: leibniz solve [options] <problem>

the proven optimum

Arguments:
  problem          a file

Options:
  --json           print one JSON document
  --solver <name>  glpk or highs (both side by
                   side) (choices: "glpk",
                   "highs", default: "highs")
  --gap <share>    relative gap (default: 0)
  --limits <s,...>
                   times (a|b)
  -h, --help       print this help
`;
const INFO = `Options:
  --json      print one JSON document
  -h, --help  print this help

Commands:
  help [x]    print help
  verify <f>  check
`;

describe('tables of options from help texts', () => {
  it('read entries over the end of a line, choices and defaults', () => {
    expect(optionsOf(SOLVE)).toEqual([
      { flags: '--json', help: 'print one JSON document', choices: [], preset: null },
      { flags: '--solver <name>', help: 'glpk or highs (both side by side)', choices: ['glpk', 'highs'], preset: '"highs"' },
      { flags: '--gap <share>', help: 'relative gap', choices: [], preset: '0' },
      { flags: '--limits <s,...>', help: 'times (a|b)', choices: [], preset: null },
      { flags: '-h, --help', help: 'print this help', choices: [], preset: null },
    ]);
    expect(commandsOf(INFO)).toEqual(['verify']);
  });

  const page = '<!-- options: all -->\n<!-- /options -->\n## solve\n<!-- options: solve -->\n| old |\n<!-- /options -->\nText.\n';

  it('name what all commands have once', () => {
    const tables = optionTables({ solve: SOLVE, info: INFO });
    expect(tables['all']).toContain('| `--json` |');
    expect(tables['info']).toBe('No options of its own.');
    expect(tables['solve']).toContain('| `--limits <s,...>` | times (a\\|b) |  |  |');
    expect(tables['solve']).not.toContain('--json');
  });

  it('replace what stands between the markers and nothing else', () => {
    expect(withTables(page, { all: 'A', solve: 'S' })).toBe(
      '<!-- options: all -->\n\nA\n\n<!-- /options -->\n## solve\n<!-- options: solve -->\n\nS\n\n<!-- /options -->\nText.\n',
    );
  });

  it('refuse a page that leaves a command out, or has one too many', () => {
    expect(() => withTables(page, { all: 'A', solve: 'S', info: 'I' })).toThrow('no place for the options of: info');
    expect(() => withTables(page, { all: 'A' })).toThrow('what is no command: solve');
  });
});

async function helpsBelow(words: readonly string[]): Promise<Record<string, string>> {
  const { stdout, code } = await leibniz(...words, '--help');
  if (code !== 0) throw new Error(`leibniz ${words.join(' ')} --help ended with ${String(code)}`);
  const below = commandsOf(stdout);
  if (below.length === 0) return { [words.join(' ')]: stdout };
  return Object.assign({}, ...(await Promise.all(below.map((name) => helpsBelow([...words, name]))))) as Record<string, string>;
}

describe('docs/command-line.md', () => {
  it('lists every option of every command as its help has it', async () => {
    const path = join(projectRoot, 'docs/command-line.md');
    const helps = await helpsBelow([]);
    expect(Object.keys(helps)).toContain('session export');
    await expect(withTables(readFileSync(path, 'utf8'), optionTables(helps))).toMatchFileSnapshot(path);
  });
});
