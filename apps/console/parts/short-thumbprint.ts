/** The ends of a thumbprint, as lists show it. */
export function shortThumbprint(thumbprint: string): string {
  return thumbprint.length > 6 ? `${thumbprint.slice(0, 4)}…${thumbprint.slice(-2)}` : thumbprint;
}
