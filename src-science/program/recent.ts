/**
 * A small store of what was used last, bounded by count and by weight: decoded programs are kept because
 * decoding them takes a while, but a session may have hundreds of them, or a few of a million nonzeros.
 */
export interface Recent<Key, Value> {
  /** The value, which is now the one used last. */
  get(key: Key): Value | undefined;
  /** Keeps a value as the one used last; what has not been used for longest makes room. */
  put(key: Key, value: Value): void;
  delete(key: Key): void;
}

export interface RecentLimits<Value> {
  readonly most: number;
  /** All values together may weigh this much; the one used last is kept whatever it weighs. */
  readonly mostWeight: number;
  readonly weightOf: (value: Value) => number;
}

export function createRecent<Key, Value>({ most, mostWeight, weightOf }: RecentLimits<Value>): Recent<Key, Value> {
  // A Map iterates in insertion order: the first key is the least recently used one.
  const kept = new Map<Key, Value>();
  let weight = 0;
  const drop = (key: Key): void => {
    const value = kept.get(key);
    if (value === undefined) return;
    kept.delete(key);
    weight -= weightOf(value);
  };
  return {
    get(key) {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    put(key, value) {
      drop(key);
      kept.set(key, value);
      weight += weightOf(value);
      for (const oldest of kept.keys()) {
        if (kept.size === 1 || (kept.size <= most && weight <= mostWeight)) break;
        drop(oldest);
      }
    },
    delete: drop,
  };
}
