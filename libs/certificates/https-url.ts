import { normalizeHostName } from './host-name.js';

const HTTPS = /^https:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]+)/i;

/** The normalised host name of an `https` URL; null for any other text. Port and path do not matter. @cite rulebook 3.6 */
export function hostNameOfHttpsUrl(url: string): string | null {
  const host = HTTPS.exec(url.trim())?.[1];
  return host === undefined ? null : normalizeHostName(host);
}
