/** Something that is done again and again while something else goes on, as a study is saved. */

/**
 * @param milliseconds between the beginnings of two; one that takes longer is waited for, and those that it held up are left out
 * @param what is done; failing is no end
 * @param work that is waited for, and then the last of `what`
 */
export async function nowAndThen(milliseconds: number, what: () => Promise<unknown>, work: () => Promise<void>): Promise<void> {
  const one: { going: Promise<unknown> | null } = { going: null };
  const timer = setInterval(() => {
    one.going ??= what().catch(() => undefined).finally(() => (one.going = null));
  }, milliseconds);
  try {
    await work();
  } finally {
    clearInterval(timer);
    await one.going;
  }
}
