/** Which organization is asked, and of which time. */
export interface Moment {
  readonly organization?: string | undefined;
  readonly asOf?: string | undefined;
  /** A position of the log: as it was known when the log ended there. */
  readonly knownAt?: number | undefined;
}

export interface Narrowed {
  readonly where?: string | undefined;
  readonly view?: string | undefined;
  readonly sort?: string | undefined;
}

/** What is not set is not sent. */
export function given<T extends object>(parameters: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const set = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  return Object.assign(Object.create(null), Object.fromEntries(set));
}
