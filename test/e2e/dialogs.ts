/**
 * Answers for the system's dialogs, which no test can click: the answers are put in place inside the
 * main process, and what the program asked is kept so that a test can look at its words.
 */
import type { ElectronApplication } from 'playwright-core';

export interface DialogAnswers {
  /** Paths the next open dialogs give; null cancels. */
  readonly open?: readonly string[] | null;
  /** Path the next save dialogs give; null cancels. */
  readonly save?: string | null;
  /** Which button of a question is pressed. */
  readonly button?: number;
}

export async function answerDialogs(application: ElectronApplication, answers: DialogAnswers): Promise<void> {
  await application.evaluate(({ dialog }, given) => {
    const asked: string[] = [];
    Reflect.set(globalThis, 'dialogsAsked', asked);
    // Each dialog takes (window, options) or (options) alone; the options come last.
    const remember = (...args: unknown[]): void => {
      asked.push(JSON.stringify(args.at(-1)));
    };
    Object.assign(dialog, {
      showOpenDialog: async (...args: unknown[]) => {
        remember(args.at(-1));
        return { canceled: (given.open ?? null) === null, filePaths: [...(given.open ?? [])] };
      },
      showSaveDialog: async (...args: unknown[]) => {
        remember(args.at(-1));
        return { canceled: (given.save ?? null) === null, filePath: given.save ?? '' };
      },
      showMessageBox: async (...args: unknown[]) => {
        remember(args.at(-1));
        return { response: given.button ?? 0, checkboxChecked: false };
      },
    });
  }, answers);
}

/** Options of every dialog shown since `answerDialogs`, as JSON. */
export function dialogsAsked(application: ElectronApplication): Promise<readonly string[]> {
  return application.evaluate(() => {
    const asked: unknown = Reflect.get(globalThis, 'dialogsAsked');
    return Array.isArray(asked) ? asked.map(String) : [];
  });
}
