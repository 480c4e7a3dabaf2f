/** Which of these keys are known to be unset, for a column that cannot tell null from unknown. */
export function unsetOf<T extends object>(facts: T, keys: readonly (keyof T & string)[]): readonly string[] {
  return keys.filter((key) => facts[key] === null);
}
