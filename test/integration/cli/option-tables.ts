/**
 * The tables of options in docs/command-line.md, made from what `leibniz COMMAND --help` prints. Texts in, texts
 * out: how the help is got is the caller's.
 */

export interface HelpOption {
  /** As commander prints them, `-o, --output <file>`. */
  readonly flags: string;
  /** What it says, without choices and default. */
  readonly help: string;
  readonly choices: readonly string[];
  /** As JSON, or null where there is none. */
  readonly preset: string | null;
}

/** A part of a help text, each entry on one line however the terminal broke it. */
function entriesOf(help: string, part: 'Options' | 'Commands'): { readonly term: string; readonly text: string }[] {
  const body = new RegExp(String.raw`^${part}:\n((?: +\S.*\n?)+)`, 'mu').exec(help)?.[1] ?? '';
  const entries: { term: string; text: string }[] = [];
  for (const line of body.split('\n')) {
    const [, term, text] = /^ {2}(\S.*?)(?: {2,}(\S.*))?$/u.exec(line) ?? [];
    const last = entries.at(-1);
    if (term !== undefined) entries.push({ term, text: text ?? '' });
    else if (last !== undefined && line.trim() !== '') last.text = `${last.text} ${line.trim()}`.trim();
  }
  return entries;
}

export function optionsOf(help: string): HelpOption[] {
  return entriesOf(help, 'Options').map(({ term, text }) => {
    const [, words = text, extra = ''] = /^(.*?) ?\(((?:choices|default): .*)\)$/u.exec(text) ?? [];
    const choices = /choices: ((?:"[^"]*"(?:, )?)+)/u.exec(extra)?.[1] ?? '';
    const preset = /default: (.*)$/u.exec(extra)?.[1] ?? null;
    return { flags: term, help: words, choices: [...choices.matchAll(/"([^"]*)"/gu)].map(([, choice = '']) => choice), preset };
  });
}

/** Names of the commands that a help text lists, without `help`. */
export function commandsOf(help: string): string[] {
  return entriesOf(help, 'Commands')
    .map(({ term }) => term.split(' ')[0] ?? '')
    .filter((name) => name !== 'help');
}

const same = (a: HelpOption, b: HelpOption): boolean => JSON.stringify(a) === JSON.stringify(b);

function tableOf(options: readonly HelpOption[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = options.map(({ flags, help, choices, preset }) => {
    const values = choices.map((choice) => `\`${choice}\``).join(', ');
    return `| \`${cell(flags)}\` | ${cell(help)} | ${values} | ${preset === null ? '' : `\`${cell(preset.replaceAll('"', ''))}\``} |`;
  });
  return ['| option | meaning | values | default |', '|---|---|---|---|', ...rows].join('\n');
}

/**
 * The table of each command, and of what all have in common under `all`.
 * @param helps the help text of each command, by its words: `session export`
 */
export function optionTables(helps: Readonly<Record<string, string>>): Record<string, string> {
  const options = Object.entries(helps).map(([name, help]) => [name, optionsOf(help)] as const);
  const common = (options[0]?.[1] ?? []).filter((option) => options.every(([, other]) => other.some((each) => same(each, option))));
  const descent = options.find(([name]) => name === 'descend')?.[1] ?? [];
  const tables: Record<string, string> = { all: tableOf(common) };
  for (const [name, all] of options) {
    const own = all.filter((option) => !common.some((each) => same(each, option)));
    const descends = name !== 'descend' && descent.length > 0 && descent.every((option) => all.some((each) => same(each, option)));
    const listed = descends ? own.filter((option) => !descent.some((each) => same(each, option))) : own;
    if (descends) tables[name] = `${tableOf(listed)}\n\nAnd every option of \`descend\`.`;
    else tables[name] = listed.length === 0 ? 'No options of its own.' : tableOf(listed);
  }
  return tables;
}

/**
 * The page with its tables put between their markers.
 * @throws Error where a command has no markers in the page, or markers have no command
 */
export function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  const marked = [...page.matchAll(/^<!-- options: (.*) -->$/gmu)].map(([, name = '']) => name);
  const missing = Object.keys(tables).filter((name) => !marked.includes(name));
  if (missing.length > 0) throw new Error(`docs/command-line.md has no place for the options of: ${missing.join(', ')}`);
  const unknown = marked.filter((name) => tables[name] === undefined);
  if (unknown.length > 0) throw new Error(`docs/command-line.md has a place for the options of what is no command: ${unknown.join(', ')}`);
  return page.replace(/^(<!-- options: (.*) -->\n)[\s\S]*?(^<!-- \/options -->$)/gmu, (_all, open: string, name: string, close: string) => {
    return `${open}\n${tables[name] ?? ''}\n\n${close}`;
  });
}
