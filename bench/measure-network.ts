/**
 * A step of a training on one program of DiffILO's sizes, forward and backward with its loss: by the workbench on one thread, and by
 * the published form in NumPy on all cores, both in processor seconds, which other work on the machine does not change much.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { layoutOf } from '../src-science/network/network-shape.ts';
import { trainingMemory, trainingMemoryBytes } from '../src-science/network/training-memory.ts';
import { TRAINING_PRESETS } from '../src-science/network/training-presets.ts';
import { createTraining } from '../src-science/network/training.ts';
import { createTrainingWork } from '../src-science/network/training-work.ts';
import { bipartiteGraph } from '../src-science/network/bipartite-graph.ts';
import { generate } from '../src-science/program/generate.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';

const kernels = compiledKernels();
const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const wanted = process.argv[2] ?? '';
for (const { name, specFor } of TRAINING_PRESETS.filter((preset) => preset.name !== 'first-look' && preset.name.includes(wanted))) {
  const spec = { ...specFor(), epochs: 1 };
  if (spec.programs.kind !== 'generated') continue;
  const { family, parameters, seed } = spec.programs;
  const program = generate(family, parameters, seed);
  const layout = layoutOf(spec);
  const memory = new SharedArrayBuffer(trainingMemoryBytes(layout, spec.batch));
  const { plan } = createTraining(spec, layout, memory, 0, null);
  const work = createTrainingWork(spec, layout, plan, trainingMemory(memory, 0, layout, spec.batch), () => program, kernels);
  work(0);
  const steps = 4;
  const began = processorSeconds();
  for (let k = 0; k < steps; k++) work(0);
  const ours = (processorSeconds() - began) / steps;
  const graph = bipartiteGraph(program, false);
  const row: number[] = [];
  for (let i = 0; i < graph.rows; i++) for (let k = graph.ofRows.start[i] ?? 0; k < (graph.ofRows.start[i + 1] ?? 0); k++) row.push(i);
  const { status, stdout } = spawnSync('python3', [join(import.meta.dirname, 'numpy', 'network.py')], {
    input: JSON.stringify({ variables: graph.variables, rows: graph.rows, row, column: [...graph.ofRows.index], ...layout.shape }),
    encoding: 'utf8', maxBuffer: 2 ** 20,
  });
  const numpy = status === 0 ? (JSON.parse(stdout) as { wall: number; processor: number; numpy: string }) : null;
  const times = numpy === null ? '' : (numpy.processor / ours).toFixed(1);
  const compared = numpy === null
    ? 'NumPy is not there'
    : `NumPy ${numpy.numpy} ${numpy.processor.toFixed(2)} s (${numpy.wall.toFixed(2)} s by the clock), ${times} times`;
  const memoryMiB = Math.round(process.memoryUsage().rss / 2 ** 20);
  const size = `${graph.ofRows.index.length} edges, ${layout.count} parameters`;
  process.stdout.write(`${name}: ${size}: ${ours.toFixed(3)} s a step; ${compared}; ${memoryMiB} MiB\n`);
}
