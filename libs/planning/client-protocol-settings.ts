import { knownText } from '#libs/certificates/known.js';
import type { ClientProtocolSettings, Server } from '#libs/fleet/document.js';

export type SettingsKey = 'popSettings' | 'imapSettings';

/** The server with another name in its POP or IMAP settings: the very same one where the name is that already, or stays unset. */
export function withCertificateName(server: Server, key: SettingsKey, name: string | null): Server {
  const before = server[key] === null ? null : server[key]?.x509CertificateName;
  const stays = before === name || (knownText(before) === null && knownText(name) === null);
  return stays ? server : { ...server, [key]: { ...server[key], x509CertificateName: name } };
}

/** The server of whose settings the name is unknown: settings of which nothing was known stay so, others keep their endpoint. */
export function withUnknownCertificateName(server: Server, key: SettingsKey): Server {
  const before: ClientProtocolSettings | null | undefined = server[key];
  if (before === undefined || before?.x509CertificateName === undefined) {
    return before === null ? { ...server, [key]: {} } : server;
  }
  return { ...server, [key]: {} };
}
