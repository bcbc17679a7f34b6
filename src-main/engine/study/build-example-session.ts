/** Entry of the build's last step: `node build-example-session.ts [FILE]` makes the example session. */
import { availableParallelism } from 'node:os';
import { toErrorValue } from '../error-value.ts';
import { exampleSessionFile } from '../entry-points.ts';
import { buildExampleSession } from './example-session.ts';
import { applicationManifest } from '../manifest.ts';
import { createPiscinaExecutor } from '../execution/piscina-executor.ts';

const executor = createPiscinaExecutor({ size: Math.min(4, availableParallelism()) });
try {
  await buildExampleSession(process.argv[2] ?? exampleSessionFile(), { executor, manifest: applicationManifest() });
} catch (error) {
  const { message, hint } = toErrorValue(error);
  process.stderr.write(`${message} ${hint}\n`);
  process.exitCode = 1;
} finally {
  await executor.close();
}
