/**
 * An ECharts instance in a box. It draws the option it is given, nothing more: pointer and keyboard
 * belong to the panel around it, which knows the layout. Fonts may arrive after the first drawing, so
 * it draws again once they have.
 */
import { useEffect, useRef } from 'react';
import type { JSX } from 'react';
import { init } from './echarts.ts';
import type { ChartOption, ECharts } from './echarts.ts';

export interface ChartProps {
  readonly option: ChartOption;
  readonly width: number;
  readonly height: number;
}

export function Chart({ option, width, height }: ChartProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const latest = useRef(option);
  useEffect(() => {
    latest.current = option;
  }, [option]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const instance = init(element, null, { renderer: 'canvas', width: element.clientWidth, height: element.clientHeight });
    chart.current = instance;
    let open = true;
    void document.fonts.ready.then(() => {
      if (open) instance.setOption(latest.current, { notMerge: true });
    });
    return () => {
      open = false;
      chart.current = null;
      instance.dispose();
    };
  }, []);

  useEffect(() => {
    const instance = chart.current;
    if (instance === null) return;
    if (instance.getWidth() !== width || instance.getHeight() !== height) instance.resize({ width, height, silent: true });
    instance.setOption(option, { notMerge: true });
  }, [option, width, height]);

  return <div ref={box} aria-hidden style={{ width, height, position: 'absolute', inset: 0, pointerEvents: 'none' }} />;
}
