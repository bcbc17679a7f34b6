/**
 * Counts what a test program reports. Skipped tests count neither way; a file that could not be run, and
 * a program that ended badly though no test failed, count as a failure each.
 *
 * @param {unknown} report Vitest's JSON report, or null where there is none
 * @param {boolean} endedWell whether the program's exit code was 0
 * @returns {{ passed: number, failed: number }}
 */
export function tally(report, endedWell) {
  const { numPassedTests, numFailedTests, testResults } = /** @type {{ numPassedTests?: unknown, numFailedTests?: unknown, testResults?: unknown }} */ (report ?? {});
  const passed = typeof numPassedTests === 'number' ? numPassedTests : 0;
  let failed = typeof numFailedTests === 'number' ? numFailedTests : 0;
  if (Array.isArray(testResults)) {
    for (const file of testResults) {
      const { status, assertionResults } = /** @type {{ status?: unknown, assertionResults?: unknown }} */ (file);
      if (status === 'failed' && Array.isArray(assertionResults) && !assertionResults.some((result) => /** @type {{ status?: unknown }} */ (result).status === 'failed')) failed++;
    }
  }
  if (failed === 0 && (!endedWell || passed === 0)) failed = 1;
  return { passed, failed };
}
