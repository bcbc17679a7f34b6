/**
 * How a picture leaves the window for a paper: its width in mm or columns, its proportions, the size of its labels, title
 * and caption, dots of a PNG. What was chosen last is remembered with the settings.
 */
import { Button, Checkbox, Modal, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { JSX } from 'react';
import { PICTURE_FORMAT_NAMES, PICTURE_FORMATS } from '../../src-contract/picture-formats.ts';
import { JOURNAL_WIDTHS, PictureLook, USUAL_LOOK } from '../../src-contract/picture-look.ts';
import type { PictureFormatName } from '../../src-contract/picture-formats.ts';
import { useSettings } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt, showNews } from '../common/notify.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { parseNumber } from '../form/parse-number.ts';
import type { Picture } from '../plot/picture-writers.ts';
import { exportChart } from '../plot/picture-writers.ts';
import { layoutMm, layoutSize } from '../plot/print-size.ts';

interface Props {
  readonly picture: Picture;
  readonly onClose: () => void;
}

interface Limits {
  readonly from: number;
  readonly to: number;
  readonly whole?: true;
}
const LIMITS = {
  widthMm: { from: 40, to: 600 }, ratio: { from: 0.2, to: 3 }, fontPt: { from: 4, to: 24 }, dpi: { from: 50, to: 1200, whole: true },
} as const satisfies Readonly<Record<string, Limits>>;
type Field = keyof typeof LIMITS;

function complaintAbout(field: Field, text: string): string | null {
  if (field === 'ratio' && text.trim() === '') return null;
  const { from, to, whole }: Limits = LIMITS[field];
  const value = parseNumber(text);
  return value !== null && value >= from && value <= to && (whole === undefined || Number.isInteger(value))
    ? null
    : `A ${whole === undefined ? '' : 'whole '}number from ${from} to ${to}`;
}

export function PictureDialog({ picture, onClose }: Props): JSX.Element {
  const remembered = useSettings().data?.pictureLook ?? USUAL_LOOK;
  const [texts, setTexts] = useState<Readonly<Record<Field, string>>>({
    widthMm: String(remembered.widthMm), ratio: remembered.ratio === null ? '' : String(remembered.ratio),
    fontPt: String(remembered.fontPt), dpi: String(remembered.dpi),
  });
  const [titled, setTitled] = useState(remembered.titled);
  const [captioned, setCaptioned] = useState(remembered.captioned);
  const set = (field: Field) => (text: string): void => setTexts({ ...texts, [field]: text });
  const complaints = { widthMm: complaintAbout('widthMm', texts.widthMm), ratio: complaintAbout('ratio', texts.ratio),
    fontPt: complaintAbout('fontPt', texts.fontPt), dpi: complaintAbout('dpi', texts.dpi) };
  const valid = Object.values(complaints).every((complaint) => complaint === null);
  const look: PictureLook | null = valid
    ? {
      widthMm: parseNumber(texts.widthMm) ?? 0, ratio: parseNumber(texts.ratio), fontPt: parseNumber(texts.fontPt) ?? 0,
      dpi: parseNumber(texts.dpi) ?? 0, titled, captioned,
    }
    : null;
  const columns = Object.entries(JOURNAL_WIDTHS).find(([, mm]) => String(mm) === texts.widthMm.trim())?.[0] ?? 'own';

  const save = (format: PictureFormatName): void =>
    attempt(async () => {
      if (look === null) return;
      await request({ type: 'app.change-settings', change: { pictureLook: PictureLook.parse(look) } });
      const name = await exportChart(picture, format, look);
      if (name === null) return;
      showNews(`Exported ${name}`);
      onClose();
    });

  const number = (field: Field, label: string, help: string, unit?: string, placeholder?: string): JSX.Element => (
    <NumberField
      label={label} help={help} unit={unit} value={texts[field]} onChange={set(field)} complaint={complaints[field]} width={150}
      placeholder={placeholder}
    />
  );
  return (
    <Modal opened onClose={onClose} title="Export picture" size={420}>
      <div className="stack" style={{ gap: 14 }}>
        <div>
          <div className="lz-label" id="picture-columns">Width</div>
          <SegmentedControl
            aria-labelledby="picture-columns"
            value={columns}
            onChange={(value) => {
              const mm = (JOURNAL_WIDTHS as Readonly<Record<string, number>>)[value];
              if (mm !== undefined) set('widthMm')(String(mm));
            }}
            data={[
              ...Object.entries(JOURNAL_WIDTHS).map(([name, mm]) => ({ value: name, label: `${name}, ${mm} mm` })),
              { value: 'own', label: 'own', disabled: columns !== 'own' },
            ]}
          />
        </div>
        <div className="row" style={{ gap: 12, alignItems: 'flex-start' }}>
          {number('widthMm', 'Width', 'Of the whole picture. Columns of a journal are 80 to 90 mm wide, its text 170 to 180 mm.', 'mm')}
          {number(
            'ratio', 'Height by width', 'Of the chart without title and caption. Left empty, as it is on screen. A chart that could not be read is made higher.',
            undefined, 'as on screen',
          )}
        </div>
        <div className="row" style={{ gap: 12, alignItems: 'flex-start' }}>
          {number('fontPt', 'Labels', 'Size of the labels in the printed picture. Titles are a little larger, captions a little smaller.', 'pt')}
          {number('dpi', 'Dots of a PNG', 'An inch. 300 for print, 600 for fine lines. SVG and PDF have none.', 'dpi')}
        </div>
        <Checkbox label="Title" checked={titled} onChange={(event) => setTitled(event.currentTarget.checked)} />
        <Checkbox
          label="Caption with parameters" checked={captioned} onChange={(event) => setCaptioned(event.currentTarget.checked)}
        />
        <span className="caption tabular" role="status">{look === null ? '' : sizeWords(picture, look)}</span>
        <div className="row" style={{ justifyContent: 'flex-end', gap: 8 }}>
          <Button variant="default" onClick={onClose}>Cancel</Button>
          {PICTURE_FORMAT_NAMES.map((format) => (
            <Button
              key={format} variant={format === 'pdf' ? 'filled' : 'default'} disabled={look === null} onClick={() => save(format)}
            >
              {PICTURE_FORMATS[format].label}…
            </Button>
          ))}
        </div>
      </div>
    </Modal>
  );
}

/** How large the chart will be, without what stands below it. */
function sizeWords(picture: Picture, look: PictureLook): string {
  const { width, height } = layoutSize(look, picture, picture.leastHeight ?? (() => 0));
  const mm = layoutMm(look);
  const dots = (px: number): number => Math.round((px * mm * look.dpi) / 25.4);
  return `Chart ${Math.round(width * mm)} × ${Math.round(height * mm)} mm, on white; as PNG ${dots(width)} × ${dots(height)} dots`;
}
