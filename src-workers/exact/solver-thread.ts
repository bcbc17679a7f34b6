/**
 * The entry of a solver's thread: loads its solver once, keeps it warm, and solves what it is sent, one
 * program after the other. After an exception it says so and is not used again, since an aborted
 * WebAssembly module must not be.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { SolveOrder, SolverMessage, SolverThreadData } from './solver-message.ts';
import type { ExactSolver, SolverState } from './solver.ts';

/** How often a state is sent in which only the number of nodes is new. */
const NODES_INTERVAL_MS = 50;

const { solver: name } = workerData as SolverThreadData;
const say = (message: SolverMessage, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

/** Sends what is new: each change of incumbent or bound at once, nodes now and then. */
function createStateSender(): (state: SolverState) => void {
  let last: SolverState | null = null;
  let lastSent = -Infinity;
  return (state) => {
    const now = performance.now();
    if (last !== null && last.incumbent === state.incumbent && last.bound === state.bound && now - lastSent < NODES_INTERVAL_MS) return;
    last = state;
    lastSent = now;
    say({ type: 'state', state });
  };
}

function solve(solver: ExactSolver, { stop, ...task }: SolveOrder): void {
  const flag = new Int32Array(stop);
  try {
    const answer = solver.solve({
      ...task,
      cancelled: () => Atomics.load(flag, 0) !== 0,
      onIncumbent(found) {
        const values = Float64Array.from(found);
        say({ type: 'incumbent', values }, [values.buffer]);
      },
      onState: createStateSender(),
    });
    say({ type: 'answer', answer: { ...answer, values: answer.values === null ? null : Float64Array.from(answer.values) } });
  } catch (error) {
    say({ type: 'crashed', message: error instanceof Error ? error.message : String(error) });
  }
}

const loading: Promise<ExactSolver> = name === 'glpk'
  ? import('./glpk.ts').then(({ glpkSolver }) => glpkSolver())
  : import('./highs.ts').then(({ highsSolver }) => highsSolver());
// Before the solver is there: a thread whose event loop is empty waits for V8's background tasks, and where
// one of those waits for this thread to collect garbage, for ever (docs/decisions.md, "A thread that loads").
parentPort?.on('message', (order: SolveOrder) => void loading.then((solver) => solve(solver, order)));
say({ type: 'ready', version: (await loading).version });
