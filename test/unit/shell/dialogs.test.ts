import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ dialog: {} }));
const { plainFileName } = await import('../../../src-main/shell/dialogs.ts');

it.each([
  ['p0033.leibniz', 'p0033.leibniz'],
  ['set cover 60 × 120.mps', 'set cover 60 × 120.mps'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j'],
  ['line\nbreak\u0000', 'line_break_'],
  ['...', 'untitled'],
  ['', 'untitled'],
  ['x'.repeat(500), 'x'.repeat(120)],
])('suggests a file name every file system takes for %j', (name, plain) => {
  expect(plainFileName(name)).toBe(plain);
});
