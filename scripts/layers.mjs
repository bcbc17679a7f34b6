/**
 * Checks the arrows between the rooms (.dependency-cruiser.mjs) over every source file, and fails when
 * a source file was not seen: a checker that sees nothing finds nothing wrong.
 *
 *   node scripts/layers.mjs [FOLDER]     the project's root, or another tree of the same shape
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { cruise } from 'dependency-cruiser';
import configuration from '../.dependency-cruiser.mjs';
import { projectRoot } from './set-up/places.mjs';

/**
 * Source files of a tree, relative to it, with forward slashes.
 * @param {string} root
 * @returns {string[]}
 */
function sourcesOf(root) {
  return readdirSync(root)
    .filter((name) => name.startsWith('src-') && statSync(join(root, name)).isDirectory())
    .flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/.test(name))
        .map((name) => join(room, name).split(sep).join('/')),
    );
}

const given = process.argv[2];
const root = given === undefined ? projectRoot : resolve(given);
const sources = sourcesOf(root);
const rooms = [...new Set(sources.map((name) => name.split('/')[0] ?? ''))];
if (rooms.length === 0 || !existsSync(join(root, 'package.json'))) {
  console.log(`layers: no sources in ${root}, which cannot be right`);
  process.exit(1);
}

const { options, ...rules } = configuration;
const result = await cruise(
  rooms,
  /** @type {import('dependency-cruiser').ICruiseOptions} */ (
    /** @type {unknown} */ ({ ...options, baseDir: root, validate: true, ruleSet: rules })
  ),
  options.enhancedResolveOptions,
);
const output = /** @type {import('dependency-cruiser').ICruiseResult} */ (result.output);

const seen = new Set(output.modules.map(({ source }) => source));
const unseen = sources.filter((name) => !seen.has(name));
const violations = output.summary.violations.filter(({ rule }) => rule.severity === 'error');
const reason = new Map(configuration.forbidden.map(({ name, comment }) => [name, comment]));
for (const { from, to, rule } of violations) console.log(
  `${relative('.', from)} → ${to}\n    ${rule.name}: ${reason.get(rule.name) ?? ''}`,
);
for (const name of unseen) console.log(`${name} was not seen by the checker`);
const arrows = output.modules.filter(({ source }) => seen.has(source) && sources.includes(source)).reduce(
  (sum, { dependencies }) => sum + dependencies.length, 0,
);
if (arrows === 0) console.log('no import was seen in any source, which cannot be right');
console.log(
  `layers: ${sources.length - unseen.length} of ${sources.length} sources seen, ${arrows} imports, ${violations.length} forbidden`,
);
process.exit(violations.length > 0 || unseen.length > 0 || arrows === 0 ? 1 : 0);
