/** The value with the keys of the patch laid over it; a key given as undefined becomes absent, that is: unknown. */
export function patched<T extends object>(value: T, patch: Patch<T>): T;
export function patched(value: object, patch: object): object {
  return Object.fromEntries(Object.entries({ ...value, ...patch }).filter(([, item]) => item !== undefined));
}

export type Patch<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Those of the keys that the value carries; the others are absent. */
export function carried<T extends object, K extends keyof T & string>(value: T, keys: readonly K[]): Pick<Patch<T>, K>;
export function carried(value: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => keys.includes(key) && item !== undefined));
}
