/**
 * Counts what a test program reports. Skipped tests count neither way; a file that could not be run, and
 * a program that ended badly though no test failed, count as a failure each.
 *
 * @param {unknown} report Vitest's JSON report, or null where there is none
 * @param {boolean} endedWell whether the program's exit code was 0
 * @returns {{ passed: number, failed: number }}
 */
export function tally(report, endedWell) {
  const {
    numPassedTests, numFailedTests, testResults,
  } = /** @type {{ numPassedTests?: unknown, numFailedTests?: unknown, testResults?: unknown }} */ (report ?? {});
  const passed = typeof numPassedTests === 'number' ? numPassedTests : 0;
  let failed = typeof numFailedTests === 'number' ? numFailedTests : 0;
  if (Array.isArray(testResults)) {
    for (const file of testResults) {
      const { status, assertionResults } = /** @type {{ status?: unknown, assertionResults?: unknown }} */ (file);
      if (status === 'failed' && Array.isArray(assertionResults) &&
        !assertionResults.some((result) => /** @type {{ status?: unknown }} */ (result).status === 'failed')) failed++;
    }
  }
  if (failed === 0 && (!endedWell || passed === 0)) failed = 1;
  return { passed, failed };
}

/**
 * What failed, a line each with the first line of why, for whoever sees only the end of a long output.
 *
 * @param {unknown} report Vitest's JSON report, or null where there is none
 * @param {string} root the folder that paths are told from
 * @returns {string[]}
 */
export function failures(report, root) {
  const { testResults } = /** @type {{ testResults?: unknown }} */ (report ?? {});
  if (!Array.isArray(testResults)) return [];
  return testResults.flatMap((file) => {
    const { name, message, assertionResults } = /** @type {{ name?: unknown, message?: unknown, assertionResults?: unknown }} */ (file);
    const path = String(name).startsWith(`${root}/`) ? String(name).slice(root.length + 1) : String(name);
    const tests = Array.isArray(assertionResults)
      ? /** @type {{ status?: unknown, fullName?: unknown, failureMessages?: unknown }[]} */ (assertionResults)
      : [];
    const failed = tests.filter(({ status }) => status === 'failed');
    if (failed.length > 0) {
      return failed.map(({ fullName, failureMessages }) =>
        `${path}: ${String(fullName)}: ${firstLine(Array.isArray(failureMessages) ? failureMessages[0] : '')}`);
    }
    return /** @type {{ status?: unknown }} */ (file).status === 'failed' ? [`${path}: ${firstLine(message)}`] : [];
  });
}

/** @param {unknown} text */
function firstLine(text) {
  return typeof text === 'string' ? (text.trim().split('\n')[0] ?? '') : '';
}
