/**
 * Cmdlets as the stories run them, in the words of a story.
 */
import type { Server } from '#libs/fleet/document.js';
import type { Answer, Command, EnabledService } from '#libs/planning/command.js';
import type { Minted } from './mint.js';
import type { Fleet, OtherCommand } from './moments.js';
import { pinOn } from './cast/pin.js';

const fqdnOf = (netbiosName: string) => `${netbiosName.toLowerCase()}.contoso.com`;

export function importing(server: string, { certificate }: Minted): Command {
  return { cmdlet: 'Import-ExchangeCertificate', server: fqdnOf(server), certificate };
}

export function enabling(
  server: string,
  { certificate: { thumbprint } }: Minted,
  services: readonly EnabledService[],
  answer: Answer = 'no',
): Command {
  return {
    cmdlet: 'Enable-ExchangeCertificate',
    server: fqdnOf(server),
    thumbprint,
    services,
    answer,
    surface: 'shell',
  };
}

export function making(
  server: string,
  { certificate }: Minted,
  services: readonly EnabledService[],
  answer: Answer,
): Command {
  return { cmdlet: 'New-ExchangeCertificate', server: fqdnOf(server), certificate, services, answer };
}

export function removing(server: string, { certificate: { thumbprint } }: Minted): Command {
  return { cmdlet: 'Remove-ExchangeCertificate', server: fqdnOf(server), thumbprint };
}

export function pinningReceive(server: string, connector: string, to: Minted): Command {
  return {
    cmdlet: 'Set-ReceiveConnector',
    server: fqdnOf(server),
    identity: `${server}\\${connector}`,
    tlsCertificateName: pinOn(to),
  };
}

/** Null takes the pin away. */
export function pinningSend(connector: string, to: Minted | null): Command {
  return { cmdlet: 'Set-SendConnector', identity: connector, tlsCertificateName: to === null ? null : pinOn(to) };
}

export function pinningHybrid(from: Minted, to: Minted): OtherCommand {
  const tlsCertificateName = pinOn(to);
  return {
    cmdlet: 'Set-HybridConfiguration',
    parameters: { TlsCertificateName: tlsCertificateName },
    modified: { TlsCertificateName: [pinOn(from), tlsCertificateName] },
    alter: (fleet) => ({
      ...fleet,
      organization: { ...fleet.organization, hybrid: { ...fleet.organization.hybrid, tlsCertificateName } },
    }),
  };
}

export function announcingAuth(next: Minted, effective: string): OtherCommand {
  const { thumbprint } = next.certificate;
  return {
    cmdlet: 'Set-AuthConfig',
    parameters: { NewCertificateThumbprint: thumbprint, NewCertificateEffectiveDate: effective },
    modified: { NextCertificateThumbprint: ['', thumbprint] },
    alter: (fleet) => withAuth(fleet, { nextThumbprint: thumbprint }),
  };
}

export function publishingAuth(previous: Minted, current: Minted): OtherCommand {
  const [before, after] = [previous.certificate.thumbprint, current.certificate.thumbprint];
  return {
    cmdlet: 'Set-AuthConfig',
    parameters: { PublishCertificate: 'True' },
    modified: {
      CurrentCertificateThumbprint: [before, after],
      PreviousCertificateThumbprint: ['', before],
      NextCertificateThumbprint: [after, ''],
    },
    alter: (fleet) => withAuth(fleet, { currentThumbprint: after, previousThumbprint: before, nextThumbprint: null }),
  };
}

function withAuth(fleet: Fleet, given: object): Fleet {
  return {
    ...fleet,
    organization: { ...fleet.organization, authConfig: { ...fleet.organization.authConfig, ...given } },
  };
}

/** Exchange brings a new OAuth certificate to every server that can use it, by itself. */
export function deployed(fleet: Fleet, { certificate }: Minted): Fleet {
  const takes = ({ version, roles, certificates }: Server) =>
    version !== '2010' &&
    roles?.includes('Mailbox') === true &&
    certificates?.some(({ thumbprint }) => thumbprint === certificate.thumbprint) === false;
  return {
    ...fleet,
    servers: fleet.servers.map((server) =>
      takes(server)
        ? { ...server, certificates: [...(server.certificates ?? []), { ...certificate, services: ['SMTP'] }] }
        : server,
    ),
  };
}
