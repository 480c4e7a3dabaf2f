/**
 * `Get-ExchangeCertificate`: certificates of a server's store with what Exchange says of them.
 *
 * Never a complete list: an administrator may have filtered it, and the Shell lists certificates with a private key only.
 */
import { hasType, property, textOf } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { shorten } from '../json/path.js';
import type { Kind, Said } from '../exchange-object/kind.js';
import { readExchangeCertificate } from './read.js';

export const exchangeCertificate: Kind = {
  name: 'Get-ExchangeCertificate',
  is: (object) =>
    hasType(object, 'SystemConfigurationTasks.ExchangeCertificate') || hasType(object, 'ExchangeCertificate'),
  read: certificateSaid,
};

const ONLY_ASKED =
  'The export does not say whose certificates these are, only which server was asked (PSComputerName): they were taken as that server’s.';

/** The certificate under the server whose store holds it; what is doubted about it goes along as warnings. */
export function certificateSaid(object: PsObject): readonly Said[] {
  const read = readExchangeCertificate(object);
  if (!read.ok)
    return read.damaged
      ? [{ damage: { message: `${nameOf(object)} cannot be read: ${read.reason}.`, remedy: DAMAGED } }]
      : [{ warning: `A certificate was left out: ${read.reason}.` }];
  const { certificate, server, askedServer } = read;
  const of = { fqdn: server, asked: askedServer };
  const doubts = read.doubts.map((doubt) => ({ warning: `Certificate ${certificate.thumbprint}: ${doubt}` }));
  const asked = server === null && askedServer !== null ? [{ warning: ONLY_ASKED }] : [];
  const lacking = [
    ...(read.source === 'none' ? [{ warning: WITHOUT_STATE }] : []),
    ...(read.der === null ? [{ warning: WITHOUT_BYTES }] : []),
  ];
  return [{ of, server: { certificates: [certificate] } }, ...doubts, ...asked, ...lacking];
}

/** As the user finds it again in the Shell. */
function nameOf(object: PsObject): string {
  const subject = textOf(property(object, 'Subject'));
  return typeof subject === 'string' && subject !== '' ? `The certificate ${shorten(subject, 200)}` : 'A certificate';
}

const DAMAGED =
  'The file was changed or cut on its way: export it again. If it stays so, leave this certificate out of the export.';

const WITHOUT_STATE = 'The export holds certificates without SerializationData: their services and status are unknown.';

const WITHOUT_BYTES =
  'The export holds certificates without their bytes (RawData): what it does not write out, such as algorithms and key usages, is ' +
  'unknown. Get-ExchangeCertificate | Export-Clixml says everything.';
