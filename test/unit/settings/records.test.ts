/**
 * What every record of a setting has to hold, so that a new one is checked by being there: limits that all borders
 * agree on, a default that it allows itself, conditions about fields that there are, an option that reads what it
 * writes, a field in the form, a row in the inspector, words in a legend.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordsOf, settingsOf, valuesOf } from '../../../src-contract/configuration.ts';
import { casesOf, JOB_KIND_NAMES, JOB_KINDS } from '../../../src-contract/job-kinds.ts';
import { fileOfSolution } from '../../../src-contract/job-body.ts';
import { JobSpec } from '../../../src-contract/job-spec.ts';
import { settingsSchema } from '../../../src-contract/setting-schema.ts';
import { settingLabel, settingWords } from '../../../src-contract/setting-words.ts';
import { settingOptions } from '../../../src-main/cli/setting-options.ts';
import { describeSpec } from '../../../src-renderer/inspector/describe-spec.ts';
import { BASE_TEXTS } from '../../../src-renderer/new-run/draft.ts';
import { recordComplaints } from '../../../src-science/settings/complaints.ts';
import type { NumberSetting, Setting, Settings } from '../../../src-science/settings/setting.ts';
import { appliesWhere, defaultOf, everySetting, settingsWithin, textsAt } from '../../../src-science/settings/walk.ts';
import { valueOf } from '../contract/spec-fields.ts';

const all = JOB_KIND_NAMES.flatMap((kind) =>
  casesOf(kind).flatMap((settings, n) =>
    everySetting(settings).map(({ path, setting }) =>
      [`${kind}${n === 0 ? '' : ` (case ${n + 1})`}: ${path}`, kind, path, setting, settings] as const
    )
  )
);

/** Numbers around the ends of its limits, and what is never one. */
function tries({ limits }: NumberSetting): readonly number[] {
  const ends = [limits.atLeast, limits.above, limits.atMost, limits.below].filter((end) => end !== undefined);
  return [...ends.flatMap((end) => [end, end - 1, end + 1, end - 1e-6, end + 1e-6]), 0.5, 3, -1, 1e300, Number.NaN, Infinity, -Infinity];
}

describe.each(all)('the setting %s', (_name, kind, path, setting) => {
  it('has words', () => {
    expect(setting.label).not.toBe('');
    expect(setting.help).toMatch(/^\S.*\.$/u);
    if ('subject' in setting && setting.kind !== 'vector') expect(setting.subject).toMatch(/^[A-ZΜμ]/u);
    expect(settingLabel(path)).not.toBe(path);
    for (
      const { label, help } of setting.kind === 'choice' || setting.kind === 'names'
        ? Object.values<{ label: string; help: string }>(setting.choices)
        : setting.kind === 'variant'
        ? Object.values(setting.variants)
        : []
    ) {
      expect(label).not.toBe('');
      expect(help).toMatch(/\.$/u);
    }
  });

  it('has a field in the form, or comes from elsewhere', () => {
    const at = `${kind}.${path}`;
    expect(setting.help).not.toBe('');
    if (['number', 'choice', 'flag', 'names', 'counts'].includes(setting.kind)) expect(BASE_TEXTS[at]).toBeTypeOf('string');
  });
});

it.each(all.filter(([, , , { kind }]) => kind !== 'vector' && kind !== 'data'))(
  'the setting %s allows its own default',
  (_name, _kind, _path, setting) => {
    const value = defaultOf(setting);
    // Where nothing is the default, a spec that may leave it out does; where it may not, it has to be said.
    expect(recordComplaints({ it: setting }, value === null && setting.optional === true ? {} : { it: value }))
      .toEqual(value === null && !('none' in setting) ? [expect.anything()] : []);
  },
);

it.each(all.filter(([, , , { where }]) => where !== undefined))(
  'the setting %s stands under conditions about fields that there are, and values that they can have',
  (_name, _kind, _path, setting, settings) => {
    for (const [about, wanted] of Object.entries(setting.where ?? {})) {
      const found = everySetting(settings).find((each) => each.path === about)?.setting;
      expect(found, about).toBeDefined();
      const names = 'is' in wanted ? wanted.is : wanted.isNot;
      if (found?.kind === 'choice' || found?.kind === 'names') {
        for (const name of names) expect(Object.keys(found.choices)).toContain(name);
      }
    }
  },
);

describe.each(all.filter((each) => each[3].kind === 'number'))('the limits of %s', (_name, _kind, _path, setting) => {
  it('are the same to the schema, to complaints and to the command line', () => {
    if (setting.kind !== 'number') throw new Error('not a number');
    const schema = settingsSchema({ it: setting });
    const option = settingOptions({ it: { ...setting, option: { flags: '--it <n>', help: 'it' } } })[0];
    for (const value of tries(setting)) {
      const passes = schema.safeParse({ it: value }).success;
      expect(recordComplaints({ it: setting }, { it: value }).length === 0, `complaints about ${value}`).toBe(passes);
      let read = true;
      try {
        option?.parseArg?.(String(value), undefined);
      } catch {
        read = false;
      }
      expect(read, `command line about ${value}`).toBe(passes);
    }
  });
});

/** Every list of settings that a command may take whole. */
const lists = JOB_KIND_NAMES.flatMap((kind) => casesOf(kind).map((settings, n) => [`${kind} ${n + 1}`, settings] as const));

describe.each(lists)('the options of %s', (_name, settings) => {
  it('are told apart by their names', () => {
    const names = settingOptions(settings).map(({ long }) => long);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are there for every setting that does not say why it has none', () => {
    const longs = settingOptions(settings).map(({ long }) => long);
    const missing = (inside: Settings, parts: boolean): string[] =>
      Object.entries(inside).flatMap(([name, setting]) => {
        const own = 'flags' in setting.option ? [setting.option.flags.split(' ')[0] ?? ''].filter((long) => !longs.includes(long)) : [];
        const unsaid = 'part' in setting.option && !parts ? [`${name} is a part of no option`] : [];
        const within = setting.kind === 'variant'
          ? Object.values(setting.variants).flatMap((variant) =>
            missing(variant.settings, variant.option !== undefined || setting.written === 'name and parts')
          )
          : setting.kind === 'group'
          ? missing(setting.settings, 'flags' in setting.option)
          : [];
        return [...own, ...unsaid, ...within];
      });
    // The radius of a ball is an option of its own commands, its center the start.
    expect(missing(settings, false)).toEqual([]);
  });
});

describe.each(JOB_KIND_NAMES)('the inspector’s rows of the kind %s', (kind) => {
  const schema = JobSpec.options.find((option) => option.shape.kind.value === kind);
  const specs = valueOf(schema ?? JobSpec).filter((value) => JobSpec.safeParse(value).success).map((value) => JobSpec.parse(value));

  /** Labels of what means something in the spec and departs from its default: of a setting, or of one that says it as a whole. */
  function wanted(inside: Settings, values: Readonly<Record<string, unknown>>, at: (path: string) => readonly string[]): string[] {
    return Object.entries(inside).flatMap(([name, setting]): string[] => {
      const value = values[name];
      if (value === undefined || setting.kind === 'data' || !appliesWhere(setting.where, at)) return [];
      if (setting.kind === 'group' && setting.row === undefined && setting.none === undefined)
        return wanted(settingsWithin(setting, null), value as Readonly<Record<string, unknown>>, at);
      return setting.optional === true && JSON.stringify(value) === JSON.stringify(defaultOf(setting)) ? [] : [setting.label];
    });
  }

  it('say all that was asked for', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const rows = describeSpec(spec);
        const settings = recordsOf(spec);
        // What was read from a file was asked for by nothing but the file.
        const labels = fileOfSolution(spec) !== null ? ['Read from'] : wanted(settings, valuesOf(spec), textsAt(settings, valuesOf(spec)));
        for (const label of labels) expect(rows.map((row) => row.label)).toContain(label);
        for (const row of rows) expect(row.value, row.label).not.toMatch(/^$|undefined|NaN|null|\[object/u);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('and its legend has words for all of it', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const settings = settingsOf(spec);
        for (const path of Object.keys(settings)) {
          if (/\.(kind|name)$/u.test(path)) continue;
          expect(settingWords(settings, [path]).join(), path).not.toMatch(/^$|undefined|NaN|null|\[object/u);
        }
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});

describe('sections', () => {
  it.each(JOB_KIND_NAMES)('of the kind %s hold every setting, and none is empty', (kind) => {
    const { sections } = JOB_KINDS[kind].asks;
    const placed = casesOf(kind).flatMap((settings) =>
      Object.values(settings as Readonly<Record<string, Setting & { section: string | null }>>).map(({ section }) => section)
    );
    for (const section of placed) if (section !== null) expect(sections).toContain(section);
    for (const section of sections) expect(placed).toContain(section);
  });
});
