/** What a report of the session holds, of which runs, and as which kind of file. */
import { Button, Checkbox, Modal, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { JSX } from 'react';
import { REPORT_FORMAT_NAMES, REPORT_FORMATS, REPORT_SECTION_NAMES, REPORT_SECTIONS } from '../../src-contract/report.ts';
import type { ReportFormat, ReportSection } from '../../src-contract/report.ts';
import { useProblems, useRuns, useSession } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt, showNews } from '../common/notify.tsx';
import { TextField } from '../form/TextField.tsx';
import { formatCount } from '../format/index.ts';
import { useSelection } from '../state/selection.ts';
import type { PictureName } from '../comparison/pictures.ts';
import { REPORT_PICTURES, reportPictures } from './report-pictures.ts';

export function ReportDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const name = useSession().data?.name ?? 'Report';
  const all = useRuns();
  const selected = useSelection((state) => state.selectedRunIds);
  const [title, setTitle] = useState(name);
  const [which, setWhich] = useState<'selected' | 'all'>(selected.length > 1 ? 'selected' : 'all');
  const [sections, setSections] = useState<ReadonlySet<ReportSection>>(new Set(REPORT_SECTION_NAMES));
  const [pictures, setPictures] = useState<ReadonlySet<PictureName>>(new Set());
  const [writing, setWriting] = useState(false);
  const problems = useProblems();
  const runs = which === 'all' ? all.length : selected.length;
  const able = title.trim() !== '' && runs > 0 && sections.size > 0 && !writing;

  const write = (format: ReportFormat): void =>
    attempt(async () => {
      setWriting(true);
      try {
        const ids = new Set(selected);
        const own = which === 'all' ? all : all.filter(({ id }) => ids.has(id));
        const names = REPORT_PICTURES.flatMap((each) => (pictures.has(each.name) ? [each.name] : []));
        const drawn = names.length === 0 ? [] : await reportPictures(names, own, problems, name);
        const written = await request({
          type: 'export.report', format, pictures: [...drawn], title: title.trim(), runs: which === 'all' ? null : [...selected],
          sections: REPORT_SECTION_NAMES.filter((section) => sections.has(section)),
        });
        if (written.cancelled) return;
        showNews(`Wrote ${written.name ?? 'the report'}`);
        onClose();
      } finally {
        setWriting(false);
      }
    });
  const toggle = (section: ReportSection): void => {
    const next = new Set(sections);
    if (!next.delete(section)) next.add(section);
    setSections(next);
  };
  return (
    <Modal opened onClose={onClose} title="Report" size={420}>
      <div className="stack" style={{ gap: 14 }}>
        <TextField
          label="Title" help="Stands above the report and in its file’s name." value={title} onChange={setTitle}
          complaint={title.trim() === '' ? 'Give the report a title' : title.length > 300 ? 'At most 300 characters' : null}
        />
        <div>
          <div className="lz-label" id="report-runs">Runs</div>
          <SegmentedControl
            aria-labelledby="report-runs"
            value={which}
            onChange={(value) => setWhich(value === 'all' ? 'all' : 'selected')}
            data={[
              { value: 'selected', label: `${formatCount(selected.length)} selected`, disabled: selected.length === 0 },
              { value: 'all', label: `all ${formatCount(all.length)}` },
            ]}
          />
        </div>
        <fieldset className="lz-check-group stack">
          <legend className="lz-label">What it holds</legend>
          {REPORT_SECTION_NAMES.map((section) => (
            <Checkbox
              key={section} label={REPORT_SECTIONS[section]} checked={sections.has(section)} onChange={() => toggle(section)}
            />
          ))}
        </fieldset>
        <fieldset className="lz-check-group">
          <legend className="lz-label">Pictures of methods, as the profiles panel is set</legend>
          <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8 }}>
            {REPORT_PICTURES.map(({ name: picture, label, help }) => (
              <Checkbox
                key={picture} label={label} title={help} checked={pictures.has(picture)}
                onChange={(event) => setPictures(toggled(pictures, picture, event.currentTarget.checked))}
              />
            ))}
          </div>
        </fieldset>
        <span className="caption" role="status">
          {runs === 0 ? 'There is no run to report on.' : writing ? 'Writing…' : 'One file that needs nothing else to be read, without scripts.'}
        </span>
        <div className="row" style={{ justifyContent: 'flex-end', gap: 8 }}>
          <Button variant="default" onClick={onClose}>Cancel</Button>
          {REPORT_FORMAT_NAMES.map((format) => (
            <Button key={format} variant={format === 'html' ? 'filled' : 'default'} disabled={!able} onClick={() => write(format)}>
              {REPORT_FORMATS[format]}…
            </Button>
          ))}
        </div>
      </div>
    </Modal>
  );
}

function toggled(before: ReadonlySet<PictureName>, name: PictureName, there: boolean): ReadonlySet<PictureName> {
  const next = new Set(before);
  if (there) next.add(name);
  else next.delete(name);
  return next;
}
