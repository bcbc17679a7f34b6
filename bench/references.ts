/**
 * The references in other languages: bench/native/reference.c, compiled here where there is a compiler, and
 * bench/numpy/reference.py where Python has NumPy. Each runs as a process of its own for every round; what
 * is missing is said and its columns stay empty.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import type { Contender } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'leibniz-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A flag for one processor family's library calls would slow another: NumPy picks for itself. */
const environment = { ...process.env };
delete environment['OPENBLAS_CORETYPE'];
environment['OPENBLAS_NUM_THREADS'] = '1';

export interface Reference {
  /** Null where it is there; else what the columns say. */
  readonly missing: string | null;
  /** One round of a task. @param check what the task's first result must come to, to a share `within` of it */
  readonly contender: (task: string, instance: string, check?: { readonly value: number; readonly within: number }) => Contender;
}

function reference(missing: string | null, command: readonly string[]): Reference {
  return {
    missing,
    contender(task, instance, check) {
      return (seconds) => {
        if (missing !== null) return null;
        const [program = '', ...rest] = command;
        const { status, stdout, stderr } = spawnSync(
          program, [...rest, task, instance, String(seconds)], { encoding: 'utf8', env: environment },
        );
        const [took, first] = stdout.trim().split(' ').map(Number);
        if (status !== 0 || took === undefined || first === undefined) {
          throw new Error(`${program} ${task} ended with ${String(status)}: ${stderr}`);
        }
        if (check !== undefined && !(Math.abs(first - check.value) <= check.within * Math.abs(check.value))) {
          throw new Error(`${program} ${task} found ${String(first)}, not ${String(check.value)}: it does not measure the same thing`);
        }
        return took;
      };
    },
  };
}

function findNative(): Reference {
  const binary = join(folder, 'reference');
  for (const compiler of ['cc', 'gcc', 'clang']) {
    const { status, error } = spawnSync(
      compiler, ['-O3', '-march=native', '-o', binary, here('native/reference.c'), '-lm'], { encoding: 'utf8' },
    );
    if (error !== undefined) continue;
    return reference(status === 0 ? null : 'does not compile', [binary]);
  }
  return reference('no C compiler found', []);
}

function findNumpy(): Reference {
  const { status } = spawnSync('python3', ['-c', 'import numpy'], { env: environment });
  return reference(status === 0 ? null : 'no NumPy found', ['python3', here('numpy/reference.py')]);
}

export const native = findNative();
export const numpy = findNumpy();

let written = 0;

/** Writes an instance as both references read it. @returns its path, gone when this process ends */
export function instanceFile(form: NormalForm, xHat: Float64Array): string {
  const path = join(folder, `instance-${String(written++)}`);
  const bytes = (array: Int32Array | Float64Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  writeFileSync(path, Buffer.concat([
    bytes(Int32Array.of(form.variableCount, form.rowCount, form.value.length)),
    bytes(form.start),
    bytes(form.column),
    bytes(form.value),
    bytes(form.rhs),
    bytes(xHat),
  ]));
  return path;
}
