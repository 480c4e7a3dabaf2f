/** What is wrong with a text that could not be read. Bad input is a value: whoever reads a document says where it stood. */
export interface Unreadable {
  /** Half a sentence, to be put behind a path: "is not an IPv4 or IPv6 address". */
  readonly unreadable: string;
}

export function isUnreadable(value: unknown): value is Unreadable {
  return typeof value === 'object' && value !== null && 'unreadable' in value;
}
