/** How large and how deep schemas are that have been written. What several have in common is measured once. */

const sizes = new WeakMap<object, number>();
const depths = new WeakMap<object, number>();

/** How many values a value consists of. */
export function sizeOf(value: unknown): number {
  return measured(value, sizes, (inner) => inner.reduce<number>((sum, each) => sum + sizeOf(each), 1));
}

/** How many levels of objects a value has. */
export function depthOf(value: unknown): number {
  return measured(
    value,
    depths,
    (inner) => inner.reduce<number>((most, each) => Math.max(most, depthOf(each)), 0) + 1,
  );
}

function measured(
  value: unknown,
  known: WeakMap<object, number>,
  measure: (inner: unknown[]) => number,
): number {
  if (typeof value !== "object" || value === null) return known === sizes ? 1 : 0;
  let result = known.get(value);
  if (result === undefined) {
    result = measure(Object.values(value));
    known.set(value, result);
  }
  return result;
}
