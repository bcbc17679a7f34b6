/** What is wrong with a token of an LP file, and what to do about it. */
import { quoted } from '../problem-error.ts';
import type { ProblemErrorCode } from '../problem-error.ts';
import { isLpKeyword } from './lp-tokens.ts';
import type { LpTokens } from './lp-tokens.ts';

type Complaint = readonly [code: ProblemErrorCode, what: string, hint: string, field?: string];

export function beforeObjective(text: string, tokens: LpTokens): Complaint {
  const lpSolve = text.startsWith('/') || tokens.lastByte() === 59;
  if (lpSolve) return [
    'problem-format', 'the file is in the LP format of lp_solve, which is another than that of CPLEX',
    'Let lp_solve write it as MPS (-parse_only -wfmps) and open that.',
  ];
  if (isLpKeyword(text.toLowerCase()) && tokens.colonFollows()) {
    return ['problem-syntax', `a colon stands after ${quoted(text)}`, 'Sections have no colon: take it out.'];
  }
  return [
    'problem-section', `${quoted(text)} stands before the objective`,
    'An LP file begins with Minimize or Maximize; comments begin with \\.',
  ];
}

export function variableOnTheRight(text: string): Complaint {
  return ['problem-syntax', `the variable ${quoted(text)} stands on the right-hand side`, 'Move it to the left.', text];
}

export function numberComplaint(text: string, verdict: LpTokens['verdict']): Complaint {
  if (verdict === 'malformed') return [
    'problem-number', `${quoted(text)} is not a number`, 'Numbers are finite decimals such as 17, 0.5 or 1e-3.',
  ];
  return [
    'problem-number', `the number ${quoted(text)} is too ${verdict === 'overflow' ? 'large' : 'small'} for a double`,
    'Leave it out, or scale the row.',
  ];
}

export function strayCharacter(text: string): Complaint {
  if (text === '[' || text === '^')
    return ['problem-unsupported', 'the expression is quadratic', 'Leibniz reads linear objectives and rows.'];
  return [
    'problem-syntax', `${quoted(text)} makes no sense here`,
    text === '*' ? 'Write a product as “2 x”.' : 'An expression is a sum of terms such as “+ 2 x”.',
  ];
}
