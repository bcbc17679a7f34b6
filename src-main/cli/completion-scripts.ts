/**
 * Shell completion made of the command tree: commands, options, and the values of options that have a list;
 * everything else is a file's name. Texts only, one function a shell.
 */
import { type CommandShape, allCommands } from './command-tree.ts';
import type { Shell } from './shells.ts';

/** @returns the script, ending in a line feed */
export function completionScript(shell: Shell, tree: CommandShape): string {
  return { bash, zsh, fish }[shell](tree);
}

const nameOf = (command: CommandShape): string => command.words.join(' ');
const parentOf = (command: CommandShape): string => command.words.slice(0, -1).join(' ');
const lastWord = (command: CommandShape): string => command.words.at(-1) ?? '';
/** In single quotes, as all three shells take them; the text may hold no line feed. */
const quoted = (text: string, escape = String.raw`'\''`): string => `'${text.replaceAll("'", escape)}'`;

/** Branches that go from word to word to the command that is being typed. */
const steps = (tree: CommandShape): readonly (readonly [from: string, word: string, to: string])[] =>
  allCommands(tree).slice(1).map((command) => [parentOf(command), lastWord(command), nameOf(command)]);

function bash(tree: CommandShape): string {
  const walk = steps(tree).map(([from, word, to]) => `      '${from}:${word}') command='${to}' ;;`);
  const values = allCommands(tree).flatMap((command) => command.options.filter(({ takesValue }) => takesValue).map((option) =>
    `    ${option.spellings.map((each) => quoted(`${nameOf(command)}:${each}`)).join(' | ')}) ${
      option.choices.length === 0 ? 'return' : `words=${quoted(option.choices.join(' '))}`} ;;`));
  const words = allCommands(tree).map((command) => {
    const plain = [...command.commands.map(lastWord), ...command.arguments.flatMap(({ choices }) => choices)];
    const dashed = command.options.flatMap(({ spellings }) => spellings);
    return `      ${quoted(nameOf(command))}) plain=${quoted(plain.join(' '))}; dashed=${quoted(dashed.join(' '))} ;;`;
  });
  return `# bash completion of leibniz; made by: leibniz completion bash
_leibniz() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command='' words='' plain='' dashed='' i
  if [[ $current == '=' ]]; then current=''; elif [[ $before == '=' ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command:\${COMP_WORDS[i]}" in
${walk.join('\n')}
    esac
  done
  COMPREPLY=()
  case "$command:$before" in
${values.join('\n')}
  esac
  if [[ -z $words ]]; then
    case "$command" in
${words.join('\n')}
    esac
    if [[ $current == -* ]]; then words="$dashed"; else words="$plain"; fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _leibniz leibniz
`;
}

function zsh(tree: CommandShape): string {
  const inBrackets = (text: string): string => text.replaceAll(/[[\]\\]/gu, String.raw`\$&`);
  const inColons = (text: string): string => text.replaceAll(':', String.raw`\:`);
  const functionOf = (command: CommandShape): string => ['_leibniz', ...command.words].join('_').replaceAll('-', '_');
  const functions = allCommands(tree).map((command) => {
    const options = command.options.flatMap((option) => option.spellings.map((spelling) => {
      const others = option.spellings.length > 1 ? `(${option.spellings.join(' ')})` : '';
      const action = option.choices.length > 0 ? `:value:(${option.choices.join(' ')})` : ':value:_files';
      const equals = spelling.startsWith('--') && option.takesValue ? '=' : '';
      return `    ${quoted(`${others}${spelling}${equals}[${inBrackets(option.help)}]${option.takesValue ? action : ''}`)}`;
    }));
    const rest = command.commands.length > 0
      ? [`    '1:command:->command'`, `    '*::argument:->argument'`]
      : command.arguments.map(({ usage, choices }) =>
        `    ${quoted(`:${usage.replaceAll(/[<>[\]]/gu, '')}:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}`)}`);
    const below = command.commands.length === 0 ? '' : `
  case $state in
    command)
      local -a commands=(
${command.commands.map((each) => `        ${quoted(`${inColons(lastWord(each))}:${each.summary}`)}`).join('\n')}
      )
      _describe command commands ;;
    argument)
      case $words[1] in
${command.commands.map((each) => `        ${lastWord(each)}) ${functionOf(each)} ;;`).join('\n')}
      esac ;;
  esac`;
    const specs = [...options, ...rest].map((each) => `${each} \\`).join('\n').replace(/ \\$/u, '');
    return `${functionOf(command)}() {
  local curcontext="$curcontext" state line
  _arguments -C \\
${specs}${below}
}`;
  });
  return `#compdef leibniz
# zsh completion of leibniz; made by: leibniz completion zsh
${functions.join('\n')}
if [ "$funcstack[1]" = _leibniz ]; then _leibniz "$@"; else compdef _leibniz leibniz; fi
`;
}

function fish(tree: CommandShape): string {
  const text = (words: string): string => quoted(words.replaceAll('\\', '\\\\'), String.raw`\'`);
  const walk = steps(tree).map(([from, word, to]) => `      case ${text(`${from}:${word}`)}; set command ${text(to)}`);
  const lines = allCommands(tree).flatMap((command) => {
    const when = `-n ${text(`__leibniz_at ${quoted(nameOf(command), String.raw`\'`)}`)}`;
    const below = command.commands.map((each) => `complete -c leibniz -f ${when} -a ${lastWord(each)} -d ${text(each.summary)}`);
    const choices = command.arguments.flatMap((each) => each.choices.map((choice) => `complete -c leibniz -f ${when} -a ${text(choice)}`));
    const options = command.options.map((option) => {
      const spelt = option.spellings.map((each) => (each.startsWith('--') ? `-l ${each.slice(2)}` : `-s ${each.slice(1)}`)).join(' ');
      const value = !option.takesValue ? '' : option.choices.length > 0 ? ` -x -a ${text(option.choices.join(' '))}` : ' -r';
      return `complete -c leibniz ${when} ${spelt}${value} -d ${text(option.help)}`;
    });
    return [...below, ...choices, ...options];
  });
  return `# fish completion of leibniz; made by: leibniz completion fish
function __leibniz_at
  set -l command ''
  for word in (commandline -opc)[2..-1]
    switch "$command:$word"
${walk.join('\n')}
    end
  end
  test "$command" = "$argv[1]"
end
${lines.join('\n')}
`;
}
