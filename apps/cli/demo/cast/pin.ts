import type { Minted } from '../mint.js';

/** What a connector is pinned with to present this certificate, or any other of the same issuer and subject. */
export function pinOn({ certificate: { issuer, subject } }: Minted): string {
  return `<I>${issuer}<S>${subject}`;
}
