import { knownText } from '#libs/certificates/known.js';
import type { Server } from '#libs/fleet/document.js';

export type SettingsKey = 'popSettings' | 'imapSettings';

/** The server with another name in its POP or IMAP settings: the very same one where the name is that already, or stays unset. */
export function withCertificateName(server: Server, key: SettingsKey, name: string | null): Server {
  const before = server[key] === null ? null : server[key]?.x509CertificateName;
  const stays = before === name || (knownText(before) === null && knownText(name) === null);
  return stays ? server : { ...server, [key]: { ...server[key], x509CertificateName: name } };
}

/**
 * The server with an unknown name in its POP or IMAP settings. Settings that were known to be there, or to be unset, keep their endpoint: an
 * empty settings object says that the name is unknown. Of settings that were unknown nothing is said.
 */
export function withUnknownCertificateName(server: Server, key: SettingsKey): Server {
  const before = server[key];
  const wasUnknown = before === undefined || (before !== null && before.x509CertificateName === undefined);
  return wasUnknown ? server : { ...server, [key]: {} };
}
