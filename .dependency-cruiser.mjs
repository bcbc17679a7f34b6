/**
 * Which room may import what: the arrows of docs/architecture.md, each as the list of all a room may
 * name; whatever is not in the list is refused. Checked by scripts/layers.mjs, which also makes sure
 * that every source file was seen.
 */

/** Node's own modules, whichever way they are written. */
const NODE = ['^node:', '^(assert|buffer|child_process|crypto|events|fs|module|net|os|path|perf_hooks|process|stream|string_decoder|timers|tty|url|util|v8|worker_threads|zlib)(/|$)'];

/** @param {...string} names */
const npm = (...names) => names.map((name) => `(^|/)node_modules/${name}/`);

const engine = '^src-main/engine/';
const contract = '^src-contract/';
const science = '^src-science/';
const kernels = '^src-kernels/';

/** @type {readonly { name: string, from: string, may: readonly string[], because: string }[]} */
export const ROOMS = [
  { name: 'science-stands-alone', from: science, may: [science], because: 'the mathematics is pure: no Node, DOM, Electron or package' },
  {
    name: 'kernels-know-types-only',
    from: kernels,
    may: [kernels, science],
    because: 'the hot loops depend on nothing but the shapes that the science gives them',
  },
  {
    name: 'contract-imports-science-and-zod',
    from: contract,
    may: [contract, science, ...npm('zod')],
    because: 'the contract is types and schemas',
  },
  {
    name: 'workers-import-science-kernels-contract',
    from: '^src-workers/',
    may: ['^src-workers/', science, kernels, contract, ...NODE, ...npm('glpk\\.js', 'highs')],
    because: 'a job unpacks its spec, calls science or a solver, and emits events: no SQL, no window',
  },
  {
    name: 'engine-imports-contract-science',
    from: engine,
    may: [
      engine, contract, science, ...NODE,
      ...npm('better-sqlite3', '@types/better-sqlite3', 'piscina', 'fflate', 'write-excel-file', 'hyparquet-writer'),
      ...npm('bullmq', 'ioredis', 'pg', '@types/pg'),
    ],
    because: 'the engine runs on plain Node, for the command line and tests, and knows neither Electron nor its callers',
  },
  {
    name: 'shell-imports-engine-contract',
    from: '^src-main/shell/',
    may: ['^src-main/shell/', engine, contract, ...NODE, ...npm('electron')],
    because: 'the shell is windows, menus, dialogs and policy',
  },
  {
    name: 'cli-imports-engine-contract-science',
    from: '^src-main/cli/',
    may: ['^src-main/cli/', engine, contract, science, ...NODE, ...npm('commander')],
    because: 'the headless program is a face of the engine',
  },
  {
    name: 'preload-imports-contract',
    from: '^src-preload/',
    may: ['^src-preload/', contract, ...npm('electron')],
    because: 'the bridge is a few lines over the contract',
  },
  {
    name: 'renderer-imports-contract-science',
    from: '^src-renderer/',
    may: ['^src-renderer/', contract, science, '(^|/)node_modules/(?!(electron|better-sqlite3|piscina|glpk\\.js|highs|commander|zod)/)'],
    because: 'the page sees data through the contract, and no Node',
  },
];

const PAGE = '^src-renderer/';

/** @param {...string} names */
const page = (...names) => names.map((name) => `${PAGE}${name}`);

/**
 * The floors of the page, from the ground up: each may import itself and what is below it. Of the second list of a
 * floor, each entry stands for itself: plots know nothing of tables, and no panel of another.
 *
 * @type {readonly { name: string, rooms: readonly string[], because: string }[]}
 */
const PAGE_FLOORS = [
  { name: 'ground', rooms: page('(?:format|state|theme|api)/', '(?:start-marks|later)\\.ts$'), because: 'numbers in words, requests, colors and what the window remembers know nothing of views' },
  { name: 'common', rooms: page('common/'), because: 'buttons, messages and empty views know nothing of plots, tables, forms and panels' },
  { name: 'plot-table-form', rooms: page('plot/', 'table/', 'form/'), because: 'plots, tables and forms know nothing of each other, nor of what they show' },
  { name: 'parts', rooms: page('parts/'), because: 'what several panels are made of knows none of them' },
  { name: 'kinds', rooms: page('kinds/'), because: 'what a kind of job adds to dialogs and panels knows none of them' },
];
const WINDOW = page('window/', '(?:panels|app|main)\\.tsx$');

const PAGE_RULES = [
  ...PAGE_FLOORS.flatMap(({ name, rooms, because }, k) => {
    const below = PAGE_FLOORS.slice(0, k).flatMap((floor) => floor.rooms);
    return rooms.map((room) => ({
      name: `page-floor-${name}`,
      severity: 'error',
      comment: because,
      from: { path: room },
      to: { path: PAGE, pathNot: [...below, ...(name === 'ground' ? rooms : [room])] },
    }));
  }),
  {
    name: 'page-panels-import-down',
    severity: 'error',
    comment: 'a panel knows neither another panel nor the window; what two panels share is a part',
    from: { path: `${PAGE}([^/]+)/`, pathNot: [...PAGE_FLOORS.flatMap(({ rooms }) => rooms), ...WINDOW] },
    to: { path: PAGE, pathNot: [`${PAGE}$1/`, ...PAGE_FLOORS.flatMap(({ rooms }) => rooms)] },
  },
  {
    name: 'page-files-have-a-floor',
    severity: 'error',
    comment: 'a file beside the floors has no rules',
    from: { path: `${PAGE}[^/]+$`, pathNot: [...PAGE_FLOORS.flatMap(({ rooms }) => rooms), ...WINDOW] },
    to: {},
  },
];

const SOURCES = '^src-';

/** @param {string} folder of the engine */
const floor = (folder) => `${engine}${folder}/`;

/** Files of the engine itself, outside its folders: what errors, versions and places are. Every floor may name them; they name no floor. */
const GROUND = `${engine}[^/]+$`;

/**
 * The floors of the engine from the ground up: each lists the floors it may name, itself left out.
 *
 * @type {readonly { folder: string, may: readonly string[] }[]}
 */
export const FLOORS = [
  { folder: 'files', may: [] },
  { folder: 'kinds', may: [] },
  { folder: 'execution', may: [] },
  { folder: 'queue', may: ['execution'] },
  { folder: 'problems', may: ['files', 'execution'] },
  { folder: 'export', may: ['files'] },
  { folder: 'session', may: ['files', 'kinds', 'problems', 'export'] },
  { folder: 'workspace', may: ['files', 'execution', 'problems', 'session'] },
  { folder: 'study', may: ['files', 'execution', 'problems', 'export', 'session', 'workspace'] },
];

/**
 * What the kinds of jobs of a room share. Else a kind's file names no other kind's, so that one can be added or taken
 * away alone; `kinds.ts` (of the workers `worker.ts`) lists them.
 *
 * @type {readonly { room: string, shared: string }[]}
 */
const KINDS = [
  { room: floor('kinds'), shared: '(?:engine-kind|vectors)\\.ts$' },
  { room: '^src-workers/kinds/', shared: '(?!)' },
  { room: `${PAGE}kinds/`, shared: '(?:(?:page-kind|figures)\\.ts$|form/)' },
];

export default {
  forbidden: [
    ...ROOMS.map(({ name, from, may, because }) => ({
      name,
      severity: 'error',
      comment: because,
      from: { path: from },
      to: { pathNot: [...may], couldNotResolve: false },
    })),
    ...PAGE_RULES,
    {
      name: 'every-room-is-known',
      severity: 'error',
      comment: 'a file outside the rooms has no rules',
      from: { path: SOURCES, pathNot: ROOMS.map(({ from }) => from) },
      to: {},
    },
    ...FLOORS.map(({ folder, may }) => ({
      name: `engine-${folder}-imports-down`,
      severity: 'error',
      comment: 'the engine has floors, and imports go down only',
      from: { path: floor(folder) },
      to: { path: engine, pathNot: [GROUND, floor(folder), ...may.map(floor)] },
    })),
    ...KINDS.map(({ room, shared }) => ({
      name: 'kinds-know-no-other',
      severity: 'error',
      comment: 'what a room does for one kind of job names no other kind',
      from: { path: room, pathNot: [`${room}kinds\\.ts$`] },
      to: { path: room, pathNot: [`${room}${shared}`] },
    })),
    {
      name: 'engine-ground-imports-no-floor',
      severity: 'error',
      comment: 'what every floor may name names no floor',
      from: { path: GROUND },
      to: { path: engine, pathNot: GROUND },
    },
    {
      name: 'every-floor-is-known',
      severity: 'error',
      comment: 'a folder of the engine outside the floors has no rules',
      from: { path: `${engine}[^/]+/`, pathNot: FLOORS.map(({ folder }) => floor(folder)) },
      to: {},
    },
    {
      name: 'kernels-run-no-science',
      severity: 'error',
      comment: 'kernels take types of the science, and no code',
      from: { path: kernels },
      to: { path: science, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'zod-comes-through-the-contract',
      severity: 'error',
      comment: 'jitless must be set before any schema is made',
      from: { path: SOURCES, pathNot: '^src-contract/zod\\.ts$' },
      to: { path: npm('zod') },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'modules that need each other are one module',
      from: { path: SOURCES },
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'a typing error, or a package that is not declared',
      from: { path: SOURCES },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      comment: 'it would be missing in another installation',
      from: { path: SOURCES },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['\\.css$'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
