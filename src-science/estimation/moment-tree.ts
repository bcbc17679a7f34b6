/**
 * Nodes of the merge tree of `moments.ts`, taken in any order: each joins its sibling as soon as both are
 * there. Whoever deals out leaves in order, to any number of workers, keeps a few nodes for each of them,
 * however many samples there are.
 */
import { foldNodes, mergeMoments, type MomentNode, type Moments } from './moments.ts';

export interface MomentTree {
  /** @throws RangeError where its leaves are there already */
  readonly add: (node: MomentNode) => void;
  /** Samples from the first leaf up to the first gap. */
  readonly samples: () => number;
  /**
   * Moments of those samples, the same bits as in one piece.
   * @throws RangeError while the first leaf is missing
   */
  readonly fold: () => Moments;
  /** Nodes held, for those who count memory: each is two vectors of the moments' length. */
  readonly size: () => number;
}

export function createMomentTree(): MomentTree {
  /** Disjoint, in the order of their leaves, no two of them siblings. */
  const nodes: MomentNode[] = [];

  const gapless = (): MomentNode[] => {
    let end = 0;
    const from: MomentNode[] = [];
    for (const node of nodes) {
      if (firstLeaf(node) !== end) break;
      from.push(node);
      end = endLeaf(node);
    }
    return from;
  };

  return {
    add(node) {
      let place = nodes.length;
      while (place > 0 && firstLeaf(nodes[place - 1]!) > firstLeaf(node)) place--;
      const before = nodes[place - 1];
      const after = nodes[place];
      if ((before !== undefined && endLeaf(before) > firstLeaf(node)) || (after !== undefined && endLeaf(node) > firstLeaf(after))) {
        throw new RangeError(`Leaf ${String(firstLeaf(node))} of an estimate came twice`);
      }
      nodes.splice(place, 0, node);
      for (;;) {
        const here = nodes[place]!;
        const left = here.index % 2 === 0 ? place : place - 1;
        const [a, b] = [nodes[left], nodes[left + 1]];
        if (a === undefined || b === undefined || a.level !== b.level || a.index + 1 !== b.index) return;
        nodes.splice(left, 2, { level: a.level + 1, index: a.index / 2, moments: mergeMoments(a.moments, b.moments) });
        place = left;
      }
    },
    samples: () => gapless().reduce((sum, node) => sum + node.moments.count, 0),
    fold: () => foldNodes(gapless()),
    size: () => nodes.length,
  };
}

function firstLeaf(node: MomentNode): number {
  return node.index * 2 ** node.level;
}

function endLeaf(node: MomentNode): number {
  return (node.index + 1) * 2 ** node.level;
}
