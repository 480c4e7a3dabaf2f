/**
 * `Get-PopSettings` and `Get-ImapSettings`: the name by which the certificate of each protocol is chosen. `Get-UMService`: whether
 * Unified Messaging listens with TLS.
 */
import { hasType, property, textOf } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { known, type Kind, type Said } from '../exchange-object/kind.js';
import { enumeration, lastPart, text } from '../exchange-object/words.js';

export const popSettings: Kind = {
  name: 'Get-PopSettings',
  is: (object) => hasType(object, 'Pop3AdConfiguration'),
  read: (object) => readSettings(object, 'popSettings'),
};

export const imapSettings: Kind = {
  name: 'Get-ImapSettings',
  is: (object) => hasType(object, 'Imap4AdConfiguration'),
  read: (object) => readSettings(object, 'imapSettings'),
};

export const umService: Kind = {
  name: 'Get-UMService',
  is: (object) => hasType(object, 'UMServer') && property(object, 'UMStartupMode') !== undefined,
  read: (object) => {
    const of = { netbios: text(object, 'Name'), asked: text(object, 'PSComputerName') };
    const startupMode = enumeration(property(object, 'UMStartupMode'), STARTUP_MODES);
    return [{ of, server: { umSettings: known({ startupMode }) } }];
  },
};

/** `UMStartupMode` as a number. @cite Exchange’s own enumeration, as republished (C) */
const STARTUP_MODES: ReadonlyMap<number, string> = new Map([
  [0, 'TCP'],
  [1, 'TLS'],
  [2, 'Dual'],
]);

function readSettings(object: PsObject, key: 'popSettings' | 'imapSettings'): readonly Said[] {
  const identity = /^([^\\]+)\\/.exec(textOf(property(object, 'Identity')) ?? '')?.[1];
  const of = { netbios: lastPart(property(object, 'Server')) ?? identity, asked: text(object, 'PSComputerName') };
  return [{ of, server: { [key]: known({ x509CertificateName: text(object, 'X509CertificateName') }) } }];
}
