import { normalizeHostName } from '#libs/certificates/host-name.js';
import { fault, type LineFault } from './line-fault.js';
import { certificateNamed, placeOf, type NamedCertificate } from './named-certificate.js';
import type { CmdletLine } from './read-line.js';
import { textSaid } from './said.js';

/** Where a line runs: the server that it names; null: it names none; `nowhere`: it is about no server. */
export type PlaceOfLine = { readonly server: string | null } | 'nowhere';

export function placeOfLine(line: CmdletLine): PlaceOfLine | LineFault {
  const { cmdlet, said, source } = line;
  if (cmdlet === 'Set-SendConnector') return 'nowhere';
  if (cmdlet === 'Enable-ExchangeCertificate' || cmdlet === 'Remove-ExchangeCertificate')
    return certificateOfLine(line);
  const inIdentity = cmdlet === 'Set-ReceiveConnector' ? connectorOfLine(line)?.server : undefined;
  return { server: textSaid(said, 'Server') ?? inIdentity ?? source?.server ?? null };
}

/** The certificate that is enabled or removed: the line's own, or the one that comes through the pipe. */
export function certificateOfLine({ said, source }: CmdletLine): NamedCertificate | LineFault {
  if (source === null) return certificateNamed(said);
  for (const name of ['Thumbprint', 'Identity'])
    if (said.own.has(name))
      return fault(
        placeOf(said, name),
        `The certificate comes through the pipe, and -${name} names it again.`,
        'Leave one of the two away.',
      );
  const server = textSaid(said, 'Server') ?? source.server;
  return server === null || source.server === null || mayBeOne(server, source.server)
    ? { ...source, server }
    : fault(
        placeOf(said, 'Server'),
        `The certificate comes from ${source.server}, and -Server names ${server}.`,
        'Name the same server in both places, or in one of them.',
      );
}

/** A NetBIOS name and an FQDN may be one server. */
function mayBeOne(one: string, other: string): boolean {
  const [first, second] = [normalizeHostName(one), normalizeHostName(other)];
  const label = (name: string) => name.split('.', 1)[0];
  return first === second || (first.includes('.') !== second.includes('.') && label(first) === label(second));
}

export interface NamedConnector {
  readonly server: string | null;
  readonly name: string;
}

/** The connector that `SERVER\name` or a name means; null: none is named. */
export function connectorOfLine({ said }: CmdletLine): NamedConnector | null {
  const identity = textSaid(said, 'Identity');
  if (identity === undefined) return null;
  const backslash = identity.indexOf('\\');
  return backslash === -1
    ? { server: null, name: identity }
    : { server: identity.slice(0, backslash), name: identity.slice(backslash + 1) };
}
