/**
 * The parts of ECharts that the window uses, and nothing else: its tooltips (which write HTML), maps
 * (the one place with `new Function`) and the rest stay out of the bundle.
 */
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import { GraphicComponent, GridComponent } from 'echarts/components';
import type { GraphicComponentOption, GridComponentOption } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import type { ComposeOption, ECharts } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

register([LineChart, ScatterChart, CustomChart, GridComponent, GraphicComponent, CanvasRenderer, SVGRenderer]);

export type SeriesOption = LineSeriesOption | ScatterSeriesOption | CustomSeriesOption;
export type ChartOption = ComposeOption<SeriesOption | GridComponentOption | GraphicComponentOption>;
export type { CustomSeriesOption, ECharts };
export { init };
