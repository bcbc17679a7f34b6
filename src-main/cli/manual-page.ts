/** The manual page leibniz(1), made of the command tree: roff of the `man` macros. */
import { type CommandShape, allCommands } from './command-tree.ts';

/** Text for roff: nothing in it is a request or an escape, and its hyphens are those that one types. */
const plain = (text: string): string =>
  text.replaceAll('\\', String.raw`\e`).replaceAll('-', String.raw`\-`).replaceAll(/^(?=[.'])/gmu, String.raw`\&`);

/** Flags in bold, what stands for a value in italics. */
const flags = (text: string): string =>
  text.split(/(<[^>]*>|\[[^\]]*\])/u).filter((part) => part !== '')
    .map((part) => (/^[<[]/u.test(part) ? String.raw`\fI${plain(part.slice(1, -1))}\fR` : String.raw`\fB${plain(part)}\fR`)).join('');

function optionEntries(command: CommandShape): string[] {
  return command.options.flatMap(({ flags: spelt, help, choices, preset, mandatory }) => {
    const extras = [
      ...(mandatory ? ['required'] : []), ...(choices.length > 0 ? [`one of ${choices.join(', ')}`] : []),
      ...(preset === null ? [] : [`default ${preset.replaceAll('"', '')}`]),
    ];
    return ['.TP', flags(spelt), plain(`${help}${extras.length === 0 ? '' : ` (${extras.join('; ')})`}`)];
  });
}

function section(command: CommandShape): string[] {
  const usage = ['leibniz', ...command.words].join(' ');
  const wanted = command.arguments.map(({ usage: each }) => String.raw` \fI${plain(each.slice(1, -1))}\fR`).join('');
  return [
    `.SS "${plain(command.words.join(' '))}"`,
    String.raw`\fB${plain(usage)}\fR${wanted} [\fIoptions\fR]`,
    '.PP',
    `${plain(command.summary)}.`,
    ...command.arguments.flatMap(({ usage: each, help }) =>
      (help === '' ? [] : ['.TP', String.raw`\fI${plain(each.slice(1, -1))}\fR`, plain(help)])),
    ...optionEntries(command),
  ];
}

/**
 * @param version of the program
 * @param day of the page, `2026-12-01`, or '' for none
 */
export function manualPage(tree: CommandShape, version: string, day: string): string {
  const leaves = allCommands(tree).filter((command) => command.commands.length === 0 && command.words.length > 0);
  return `${[
    `.TH LEIBNIZ 1 "${day}" "Leibniz ${version}" "User Commands"`,
    '.SH NAME',
    String.raw`leibniz \- differentiable integer programming from the command line`,
    '.SH SYNOPSIS',
    String.raw`\fBleibniz\fR \fIcommand\fR [\fIargument\fR] [\fIoptions\fR]`,
    '.SH DESCRIPTION',
    plain(tree.summary),
    '.PP',
    plain('Text goes to standard output, complaints to standard error. Ctrl-C asks a job to stop and prints what it has; a second one ends the program. The window is opened by leibniz-workbench(1).'),
    '.SH OPTIONS',
    ...optionEntries(tree),
    '.SH COMMANDS',
    ...leaves.flatMap(section),
    '.SH EXIT STATUS',
    '.TP', '0', 'Done.', '.TP', '1', 'A run failed or was cancelled, or a check found something wrong.', '.TP', '2', 'Bad usage or bad input.',
    '.SH FILES',
    '.TP', String.raw`\fI$XDG_STATE_HOME/leibniz/command\-line\fR`,
    plain('Working copies of sessions while a study writes them (~/.local/state where the variable is not set).'),
    '.SH SEE ALSO',
    String.raw`\fBleibniz\-workbench\fR(1)`,
  ].join('\n')}\n`;
}
