/**
 * Lists of numbers that grow: typed arrays that double. For readers, which do not know how many
 * entries a file has before they have read it.
 */

export class FloatList {
  items = new Float64Array(256);
  length = 0;

  push(value: number): void {
    if (this.length === this.items.length) {
      const items = new Float64Array(this.length * 2);
      items.set(this.items);
      this.items = items;
    }
    this.items[this.length++] = value;
  }

  /** A copy of the right length. */
  taken(): Float64Array {
    return this.items.slice(0, this.length);
  }
}

export class IntList {
  items = new Int32Array(256);
  length = 0;

  push(value: number): void {
    if (this.length === this.items.length) {
      const items = new Int32Array(this.length * 2);
      items.set(this.items);
      this.items = items;
    }
    this.items[this.length++] = value;
  }
}
