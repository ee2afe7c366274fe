const values = new Map<string, { readonly deps: readonly unknown[]; readonly value: unknown }>();

/**
 * A value that is made again only when one of `deps` is another one than last time: a plot takes tens of milliseconds and the page is
 * described anew at every move of the pointer.
 * @param name one for each place that keeps something
 */
export function kept<T>(name: string, deps: readonly unknown[], make: () => T): T {
  const old = values.get(name);
  if (old?.deps.length === deps.length && old.deps.every((dep, index) => Object.is(dep, deps[index])))
    return old.value as T;
  const value = make();
  values.set(name, { deps, value });
  return value;
}
