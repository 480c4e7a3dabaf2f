/** Addresses as people write and read them: each parameter a plain text. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writeSearch(search: Record<string, unknown>): string {
  const parameters = Object.entries(search).flatMap(([key, value]) =>
    typeof value === 'string' && value !== '' ? [[key, value]] : [],
  );
  const text = new URLSearchParams(parameters).toString();
  return text === '' ? '' : `?${text}`;
}

/** One parameter where it is there as a text. */
export function textIn<K extends string>(
  search: Readonly<Record<string, unknown>>,
  key: K,
): { [P in K]?: string | undefined } {
  const value = search[key];
  const found: { [P in K]?: string | undefined } = {};
  if (typeof value === 'string' && value !== '') found[key] = value;
  return found;
}
