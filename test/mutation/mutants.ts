/**
 * The small changes that a test of src-science ought to notice: reads a source into its syntax tree and
 * lists every one of them as a span and its replacement. Nothing is written; `applyMutant` gives the
 * changed text. What only words an error or a caption (template texts, what is thrown) is left alone, and
 * so are types, imports and property names.
 */
import { parseSync, Visitor, type ESTree } from 'vite';

export const OPERATORS = [
  'arithmetic',
  'bound',
  'negation',
  'logic',
  'constant',
  'sign',
  'rounding',
  'index',
  'statement',
  'guard',
  'returned',
] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Mutant {
  /** Relative to the project, with forward slashes. */
  readonly file: string;
  readonly operator: Operator;
  /** Span [start, end) of the source that is replaced, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** What stood there, for the list of survivors. */
  readonly original: string;
}

const ARITHMETIC: Readonly<Record<string, string>> = {
  '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '**': '*',
  '&': '|', '|': '&', '^': '&', '<<': '>>', '>>': '<<', '>>>': '<<',
};
const BOUND: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const NEGATION: Readonly<Record<string, string>> = {
  '<': '>=', '<=': '>', '>': '<=', '>=': '<', '===': '!==', '!==': '===', '==': '!=', '!=': '==',
};
const LOGIC: Readonly<Record<string, string>> = { '&&': '||', '||': '&&' };
const ROUNDING: Readonly<Record<string, string>> = {
  max: 'min',
  min: 'max',
  floor: 'ceil',
  ceil: 'floor',
  round: 'floor',
  trunc: 'ceil',
  abs: '',
  exp: 'expm1',
  log1p: 'log',
  expm1: 'exp',
  sqrt: '',
  cbrt: '',
};

/** Parts of the tree that carry no behavior of their own: visited, but not changed. */
const QUIET = [
  'TSTypeAnnotation', 'TSTypeParameterInstantiation', 'TSTypeParameterDeclaration', 'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration', 'TSTypeQuery', 'TSLiteralType', 'ImportDeclaration', 'TemplateLiteral', 'ThrowStatement',
] as const;

function isText(node: ESTree.Node): boolean {
  if (node.type === 'TemplateLiteral') return true;
  if (node.type === 'Literal') return typeof node.value === 'string';
  return node.type === 'BinaryExpression' && node.operator === '+' && (isText(node.left) || isText(node.right));
}

/** Comparisons and connectives have mutants of their own that negate them. */
function isSettledElsewhere(test: ESTree.Node): boolean {
  if (test.type === 'BinaryExpression') return test.operator in NEGATION;
  return test.type === 'LogicalExpression' || (test.type === 'UnaryExpression' && test.operator === '!');
}

function leaves(node: ESTree.Statement): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  return last !== undefined && /^(Return|Throw|Break|Continue)Statement$/.test(last.type);
}

/**
 * All mutants of one source, in the order of their places.
 * @param file where the source stands, for the mutants' `file`
 * @throws Error where the source does not parse
 */
export function mutantsOf(file: string, source: string): Mutant[] {
  const { program, errors } = parseSync(file, source, { lang: 'ts' });
  const error = errors[0];
  if (error !== undefined) throw new Error(`${file} cannot be read: ${error.message}`);
  const lineStart = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) lineStart.push(at + 1);
  const found: Mutant[] = [];
  let quiet = 0;

  function add(operator: Operator, start: number, end: number, replacement: string): void {
    if (quiet > 0) return;
    let line = lineStart.length;
    while ((lineStart[line - 1] ?? 0) > start) line--;
    found.push({
      file,
      operator,
      start,
      end,
      replacement,
      line,
      column: start - (lineStart[line - 1] ?? 0) + 1,
      original: source.slice(start, end),
    });
  }
  const text = (node: ESTree.Node): string => source.slice(node.start, node.end);
  /** Changes the operator between two operands, which is the only such word outside comments there. */
  function between(operator: Operator, left: ESTree.Node, right: ESTree.Node, from: string, to: string | undefined): void {
    if (to === undefined) return;
    const at = source.indexOf(from, left.end);
    if (at >= 0 && at < right.start) add(operator, at, at + from.length, to);
  }
  function negate(test: ESTree.Node): void {
    if (!isSettledElsewhere(test)) add('negation', test.start, test.end, `!(${text(test)})`);
  }

  /** The declared result of the functions around the place; null where none is declared. */
  const results: (string | null)[] = [];
  const enter = (node: { readonly returnType?: ESTree.TSTypeAnnotation | null | undefined }): void => {
    results.push(node.returnType ? text(node.returnType.typeAnnotation) : null);
  };
  const leave = (): void => void results.pop();
  function returned(value: ESTree.Node): void {
    const type = results.at(-1);
    if (type === 'number') add('returned', value.start, value.end, `-(${text(value)})`);
    if (type === 'boolean' && !isSettledElsewhere(value)) add('returned', value.start, value.end, `!(${text(value)})`);
  }

  const hush = (): void => void quiet++;
  const speak = (): void => void quiet--;

  const visitor = new Visitor({
    ...Object.fromEntries(QUIET.flatMap((type) => [[type, hush], [`${type}:exit`, speak]])),
    // Its removal is a mutant; what it says is not.
    ThrowStatement: (node) => {
      add('statement', node.start, node.end, ';');
      quiet++;
    },
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: (node) => {
      enter(node);
      if (node.body.type !== 'BlockStatement') returned(node.body);
    },
    'ArrowFunctionExpression:exit': leave,
    ReturnStatement: (node) => {
      if (node.argument !== null) returned(node.argument);
    },
    BinaryExpression: (node) => {
      const { left, right, operator } = node;
      if (operator === '+' && isText(node)) return;
      between('arithmetic', left, right, operator, ARITHMETIC[operator]);
      between('bound', left, right, operator, BOUND[operator]);
      between('negation', left, right, operator, NEGATION[operator]);
    },
    LogicalExpression: (node) => between('logic', node.left, node.right, node.operator, LOGIC[node.operator]),
    AssignmentExpression: (node) => {
      const plain = node.operator.slice(0, -1);
      const other = ARITHMETIC[plain];
      if (node.operator !== '=' && other !== undefined && !isText(node.right))
        between('arithmetic', node.left, node.right, node.operator, `${other}=`);
    },
    UpdateExpression: (node) => {
      const at = node.prefix ? node.start : node.end - 2;
      add('arithmetic', at, at + 2, node.operator === '++' ? '--' : '++');
    },
    UnaryExpression: (node) => {
      if (node.operator === '-') add('sign', node.start, node.end, text(node.argument));
      if (node.operator === '!') add('negation', node.start, node.end, `(${text(node.argument)})`);
      if (node.operator === '~') add('sign', node.start, node.end, `(${text(node.argument)})`);
    },
    Literal: (node) => {
      if (typeof node.value === 'boolean') add('logic', node.start, node.end, String(!node.value));
      if (typeof node.value !== 'number') return;
      if (Number.isInteger(node.value) && Math.abs(node.value) < 2 ** 31) {
        add('constant', node.start, node.end, String(node.value + 1));
        if (node.value !== 0) add('constant', node.start, node.end, String(node.value - 1));
      } else {
        add('constant', node.start, node.end, '0');
        add('constant', node.start, node.end, `(2 * ${text(node)})`);
      }
    },
    CallExpression: ({ callee, start, end, arguments: given }) => {
      if (callee.type !== 'MemberExpression' || text(callee.object) !== 'Math' || callee.property.type !== 'Identifier') return;
      const other = ROUNDING[callee.property.name];
      const only = given[0];
      if (other === undefined || only === undefined) return;
      if (other === '') add('rounding', start, end, `(${text(only)})`);
      else add('rounding', callee.property.start, callee.property.end, other);
    },
    MemberExpression: (node) => {
      if (node.computed && node.property.type !== 'Literal')
        add('index', node.property.start, node.property.end, `(${text(node.property)}) + 1`);
    },
    ExpressionStatement: (node) => {
      if (/^(Call|Assignment|Update)Expression$/.test(node.expression.type)) add('statement', node.start, node.end, ';');
    },
    BreakStatement: (node) => add('statement', node.start, node.end, ';'),
    ContinueStatement: (node) => add('statement', node.start, node.end, ';'),
    IfStatement: (node) => {
      negate(node.test);
      if (node.alternate === null && leaves(node.consequent)) add('guard', node.test.start, node.test.end, 'false');
    },
    ConditionalExpression: (node) => negate(node.test),
    WhileStatement: (node) => negate(node.test),
  });
  visitor.visit(program);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The source with the mutant's change in it. */
export function applyMutant(source: string, mutant: Pick<Mutant, 'start' | 'end' | 'replacement'>): string {
  return source.slice(0, mutant.start) + mutant.replacement + source.slice(mutant.end);
}
