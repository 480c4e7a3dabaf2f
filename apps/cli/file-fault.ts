/** What the system says of a file that could not be opened, read or written, such as ENOENT; null: the fault is another one. */
export function fileFault(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('syscall' in error && 'code' in error)) return null;
  return String(error.code);
}
