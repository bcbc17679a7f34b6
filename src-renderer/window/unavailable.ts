/** What to say when a command of the native menu finds nothing to work on: never silence. */
import { COMMAND_TABLE } from '../../src-contract/commands.ts';
import type { Command } from '../../src-contract/ipc.ts';

const REASONS: Partial<Record<Command, string>> = {
  'cancel-selected-runs': 'None of the selected runs is going.',
  'remove-selected-runs': 'No run is selected: select the runs to remove in the run table.',
  'hand-over': 'There is no solution to hand over: select a finished descent, decoding or solve in the run table.',
  'export-chart': 'No chart is shown: select descents in the run table, and bring a chart to the front.',
  'export-run-table': 'The run table is empty or closed: there is nothing to export.',
  'compare-solutions': 'There are no solutions to compare yet.',
};

export function unavailable(command: Command): string {
  return REASONS[command] ??
    `“${COMMAND_TABLE.find((entry) => entry.command === command)?.label ?? command}” has nothing to work on at the moment.`;
}
