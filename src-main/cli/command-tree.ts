/**
 * The grammar of the command line as plain data, read off commander's commands, so that shell completion and
 * the manual page say what the program takes and cannot drift from it.
 */
import type { Command } from 'commander';

export interface ArgumentShape {
  /** As usage has it, `<problem>` or `[command]`. */
  readonly usage: string;
  readonly help: string;
  readonly choices: readonly string[];
}

export interface OptionShape {
  /** As usage has it, `-o, --output <file>`. */
  readonly flags: string;
  /** Each spelling alone: `-o`, `--output`. */
  readonly spellings: readonly string[];
  /** Whether a value follows. */
  readonly takesValue: boolean;
  readonly help: string;
  readonly choices: readonly string[];
  /** The default as JSON, or null where there is none. */
  readonly preset: string | null;
  readonly mandatory: boolean;
}

export interface CommandShape {
  /** The words that choose it, without the program's own name: `['session', 'info']`. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly arguments: readonly ArgumentShape[];
  readonly options: readonly OptionShape[];
  readonly commands: readonly CommandShape[];
}

/** @param command the program, or a command of it @param words that lead to it */
export function commandTree(command: Command, words: readonly string[] = []): CommandShape {
  const help = command.createHelp();
  return {
    words,
    summary: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      usage: help.argumentTerm(argument) === '' ? '' : `${argument.required ? '<' : '['}${argument.name()}${argument.required ? '>' : ']'}`,
      help: argument.description,
      choices: argument.argChoices ?? [],
    })),
    options: help.visibleOptions(command).map((option) => ({
      flags: option.flags,
      spellings: [option.short, option.long].filter((each) => each !== undefined && each !== null),
      takesValue: option.required || option.optional,
      help: option.description,
      choices: option.argChoices ?? [],
      preset: option.defaultValue === undefined || option.defaultValue === false ? null : JSON.stringify(option.defaultValue),
      mandatory: option.mandatory,
    })),
    commands: command.commands.map((below) => commandTree(below, [...words, below.name()])),
  };
}

/** The command itself and all below it, each before those below it. */
export function allCommands(tree: CommandShape): readonly CommandShape[] {
  return [tree, ...tree.commands.flatMap(allCommands)];
}
