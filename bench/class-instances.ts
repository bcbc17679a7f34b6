/**
 * Generated programs of every class (`program-class.ts`): those of the families that ship, and three that are only
 * measured here, drawn around a planted solution so that they are feasible.
 */
import { GeneratedRows } from '../src-science/program/generators/assemble.ts';
import { Draws } from '../src-science/program/generators/draws.ts';
import { generate } from '../src-science/program/generate.ts';
import type { Program } from '../src-science/program/program.ts';

export interface ClassInstance {
  readonly name: string;
  readonly program: Program;
}

/**
 * Set partitioning as crews make it: duties of 3 to 7 of the rows, each row in exactly one chosen duty; costs go with
 * their number and vary by half.
 */
function partition(rows: number, columns: number, seed: number): Program {
  const draws = new Draws(seed);
  const duties: Int32Array[] = [];
  const order = draws.distinct(rows, rows);
  for (let at = 0; at < rows; ) {
    const size = Math.min(draws.integer(3, 7), rows - at);
    duties.push(order.slice(at, at + size));
    at += size;
  }
  // Of the others most rows lie near each other, as flights of a day do.
  while (duties.length < columns) {
    const first = draws.integer(0, rows - 1);
    const window = draws.distinct(draws.integer(3, 7), 25);
    duties.push(window.map((offset) => (first + offset) % rows));
  }
  const members: number[][] = Array.from({ length: rows }, () => []);
  const objective = new Float64Array(columns);
  duties.forEach((duty, j) => {
    for (const i of duty) members[i]!.push(j);
    objective[j] = Math.round(100 * duty.length * (0.75 + 0.5 * draws.uniform()));
  });
  const made = new GeneratedRows();
  members.forEach((columnsOf, i) => {
    made.begin(`row${i + 1}`, 1, 1);
    for (const j of columnsOf) made.entry(j, 1);
  });
  return made.program({ name: `partition ${seed}`, sense: 'min', objectiveName: 'cost', objective, prefix: 'x' });
}

/** Generalized assignment: jobs to agents, whose capacities are four fifths of an even share of the weights. */
function assignment(agents: number, jobs: number, seed: number): Program {
  const draws = new Draws(seed);
  const at = (agent: number, job: number): number => agent * jobs + job;
  const weight = Float64Array.from({ length: agents * jobs }, () => draws.integer(5, 25));
  const objective = Float64Array.from({ length: agents * jobs }, () => draws.integer(10, 50));
  const made = new GeneratedRows();
  for (let job = 0; job < jobs; job++) {
    made.begin(`job${job + 1}`, 1, 1);
    for (let agent = 0; agent < agents; agent++) made.entry(at(agent, job), 1);
  }
  for (let agent = 0; agent < agents; agent++) {
    let total = 0;
    for (let job = 0; job < jobs; job++) total += weight[at(agent, job)]!;
    made.begin(`agent${agent + 1}`, Number.NEGATIVE_INFINITY, Math.floor((0.8 * total) / agents));
    for (let job = 0; job < jobs; job++) made.entry(at(agent, job), weight[at(agent, job)]!);
  }
  return made.program({ name: `assignment ${seed}`, sense: 'min', objectiveName: 'cost', objective, prefix: 'x' });
}

/** Facility location: every customer at one of the open sites, each pair a row of its own. */
function facility(sites: number, customers: number, seed: number): Program {
  const draws = new Draws(seed);
  const place = (): readonly [number, number] => [100 * draws.uniform(), 100 * draws.uniform()];
  const where = Array.from({ length: sites }, place);
  const whose = Array.from({ length: customers }, place);
  const at = (site: number, customer: number): number => sites + site * customers + customer;
  const objective = new Float64Array(sites + sites * customers);
  for (let site = 0; site < sites; site++) {
    objective[site] = draws.integer(200, 400);
    for (let customer = 0; customer < customers; customer++) {
      const [x, y] = where[site]!;
      const [u, v] = whose[customer]!;
      objective[at(site, customer)] = Math.round(Math.hypot(x - u, y - v));
    }
  }
  const made = new GeneratedRows();
  for (let customer = 0; customer < customers; customer++) {
    made.begin(`customer${customer + 1}`, 1, 1);
    for (let site = 0; site < sites; site++) made.entry(at(site, customer), 1);
    for (let site = 0; site < sites; site++) {
      made.begin(`open${site + 1}_${customer + 1}`, Number.NEGATIVE_INFINITY, 0);
      made.entry(site, -1);
      made.entry(at(site, customer), 1);
    }
  }
  return made.program({ name: `facility ${seed}`, sense: 'min', objectiveName: 'cost', objective, prefix: 'x' });
}

/** As many covers as edges and cardinalities, on a planted solution with a quarter of the variables. */
function mixed(variables: number, rows: number, seed: number): Program {
  const draws = new Draws(seed);
  const planted = Uint8Array.from({ length: variables }, () => (draws.uniform() < 0.25 ? 1 : 0));
  const made = new GeneratedRows();
  for (let i = 0; i < rows; ) {
    const kind = i % 3;
    const columns = draws.distinct(kind === 1 ? 2 : 8, variables).slice();
    const chosen = columns.reduce((sum, j) => sum + planted[j]!, 0);
    if ((kind === 0 && chosen === 0) || (kind === 1 && chosen === 2)) continue;
    const most = kind === 1 ? 1 : Math.max(chosen, 2);
    made.begin(`row${++i}`, kind === 0 ? 1 : Number.NEGATIVE_INFINITY, kind === 0 ? Number.POSITIVE_INFINITY : most);
    for (const j of columns) made.entry(j, 1);
  }
  const objective = Float64Array.from({ length: variables }, () => draws.integer(10, 100));
  return made.program({ name: `mixed ${seed}`, sense: 'min', objectiveName: 'cost', objective, prefix: 'x' });
}

/** One program of each family with one seed. */
export function classInstances(seed: number): readonly ClassInstance[] {
  const made: readonly (readonly [string, () => Program])[] = [
    ['partition', () => partition(120, 1500, seed)],
    ['partition, many columns', () => partition(60, 4000, seed)],
    ['assignment', () => assignment(10, 60, seed)],
    ['set cover', () => generate('set-cover', { rows: 400, columns: 1000, density: 0.02, maxCost: 100 }, seed)],
    ['set cover, dense', () => generate('set-cover', { rows: 500, columns: 500, density: 0.1, maxCost: 100 }, seed)],
    ['independent set', () => generate('independent-set', { nodes: 1000, affinity: 4 }, seed)],
    ['auction', () => generate('combinatorial-auction', { items: 150, bids: 750 }, seed)],
    ['facility', () => facility(20, 40, seed)],
    ['knapsack', () => generate('knapsack', { variables: 250, rows: 10 }, seed)],
    ['knapsack, many rows', () => generate('knapsack', { variables: 100, rows: 30 }, seed)],
    ['covers, edges, cardinalities', () => mixed(600, 450, seed)],
    ['random', () => generate('random', { variables: 150, rows: 60, density: 0.1, equalities: 0 }, seed)],
    ['random with equalities', () => generate('random', { variables: 120, rows: 40, density: 0.1, equalities: 0.1 }, seed)],
  ];
  return made.map(([family, make]) => ({ name: `${family} ${seed}`, program: make() }));
}
