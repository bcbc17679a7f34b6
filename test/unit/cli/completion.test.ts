import { spawnSync } from 'node:child_process';
import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandTree } from '../../../src-main/cli/command-tree.ts';
import { completionScript } from '../../../src-main/cli/completion-scripts.ts';
import { manualPage } from '../../../src-main/cli/manual-page.ts';

const program = new Command('leibniz').description('The whole. It’s one.');
program.command('solve').description('the optimum').argument('<problem>', 'a file')
  .addOption(new Option('--solver <name>', 'which one').choices(['highs', 'glpk']).default('highs'))
  .option('-o, --output <file>', 'where to: .sol').option('--force', 'don’t ask');
const session = program.command('session').description('sessions');
session.command('info').description('what it holds').argument('<file>');
session.command('verify').description('check [all]').argument('<file>');
program.command('completion').description('for a shell').addArgument(new Argument('<shell>').choices(['bash', 'zsh']));
const tree = commandTree(program);

/** What bash offers for the last of the words. */
function offered(...words: string[]): string[] {
  const script = `${completionScript('bash', tree)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _leibniz; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion in bash', () => {
  it.each([
    ['commands', ['leibniz', ''], ['solve', 'session', 'completion']],
    ['the one that is begun', ['leibniz', 'so'], ['solve']],
    ['commands below a command', ['leibniz', 'session', ''], ['info', 'verify']],
    ['options', ['leibniz', 'solve', '--'], ['--solver', '--output', '--force', '--help']],
    ['options after a problem', ['leibniz', 'solve', 'p.mps', '--so'], ['--solver']],
    ['values of an option', ['leibniz', 'solve', '--solver', ''], ['highs', 'glpk']],
    ['values behind an equals sign', ['leibniz', 'solve', '--solver', '=', 'g'], ['glpk']],
    ['values of an argument', ['leibniz', 'completion', ''], ['bash', 'zsh']],
    ['nothing where a file is wanted, which leaves it to the shell', ['leibniz', 'solve', '--output', ''], []],
    ['nothing where an argument is a file', ['leibniz', 'solve', ''], []],
  ])('offers %s', (_, words, wanted) => {
    expect(offered(...words)).toEqual(wanted);
  });
});

describe('completion in other shells', () => {
  it('names every command and option in zsh, with brackets and quotes made harmless', () => {
    const script = completionScript('zsh', tree);
    expect(script).toMatch(/^#compdef leibniz\n/u);
    expect(script).toContain(`'--solver=[which one]:value:(highs glpk)'`);
    expect(script).toContain(`'(-o --output)--output=[where to: .sol]:value:_files'`);
    expect(script).toContain(`'verify:check [all]'`);
    expect(script).toContain('_leibniz_session_info() {');
  });

  it('goes by the words before in fish', () => {
    const script = completionScript('fish', tree);
    expect(script).toContain(`case 'session:info'; set command 'session info'`);
    expect(script).toContain(String.raw`-n '__leibniz_at \'solve\'' -l solver -x -a 'highs glpk' -d 'which one'`);
  });
});

describe('the manual page', () => {
  const page = manualPage(tree, '1.2.3', '2026-12-01');
  it('has every command with its options, and what they default to', () => {
    expect(page).toMatch(/^\.TH LEIBNIZ 1 "2026-12-01" "Leibniz 1\.2\.3" "User Commands"\n\.SH NAME\n/u);
    for (const words of ['solve', 'session info', 'session verify']) expect(page).toContain(`.SS "${words}"`);
    expect(page).toContain(String.raw`\fB\-\-solver \fR\fIname\fR`);
    expect(page).toContain('which one (one of highs, glpk; default highs)');
  });

  it('says nothing to roff by accident', () => {
    const odd = new Command('leibniz').description('.so /etc/passwd\n\'x \\fB');
    expect(manualPage(commandTree(odd), '1', '')).toContain('\\&.so /etc/passwd\n\\&\'x \\efB');
  });
});
