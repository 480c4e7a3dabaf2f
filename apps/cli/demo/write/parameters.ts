import type {
  Command,
  EnableCommand,
  NewCommand,
  SetReceiveConnectorCommand,
  SetSendConnectorCommand,
} from '#libs/planning/command.js';
import { isOther } from '../chronicle.js';
import type { OtherCommand } from '../moments.js';

/** A cmdlet as it was typed, as far as a log holds it: never the answer to a question, nor the certificate. */
export interface Typed {
  readonly cmdlet: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** `EX01\9F2A…`, `EX01\Default Frontend EX01` */
  readonly objectModified: string;
}

export function typed(command: Command | OtherCommand): Typed {
  if (isOther(command)) {
    const { cmdlet, parameters } = command;
    return { cmdlet, parameters, objectModified: OBJECTS[cmdlet] };
  }
  switch (command.cmdlet) {
    case 'Enable-ExchangeCertificate':
      return enabling(command);
    case 'New-ExchangeCertificate':
      return making(command);
    case 'Import-ExchangeCertificate':
      return ofCertificate(command, command.certificate.thumbprint, { FileData: 'System.Byte[]' });
    case 'Remove-ExchangeCertificate':
      return ofCertificate(command, command.thumbprint, { Thumbprint: command.thumbprint, Confirm: 'False' });
    case 'Set-ReceiveConnector':
    case 'Set-SendConnector':
      return pinning(command);
    default:
      throw new Error(`no story of the demo runs ${command.cmdlet}`);
  }
}

function enabling(command: EnableCommand): Typed {
  const { thumbprint, services } = command;
  const parameters = { Thumbprint: thumbprint, Services: services.join(', '), ...force(command) };
  return ofCertificate(command, thumbprint, parameters);
}

function making(command: NewCommand): Typed {
  const { certificate, services } = command;
  return ofCertificate(command, certificate?.thumbprint ?? '', {
    SubjectName: certificate?.subject ?? '',
    FriendlyName: certificate?.friendlyName ?? '',
    PrivateKeyExportable: 'True',
    Services: services?.join(', ') ?? '',
    ...force(command),
  });
}

function force({ answer }: Pick<EnableCommand, 'answer'>): Readonly<Record<string, string>> {
  return answer === 'force' ? { Force: 'True' } : {};
}

function pinning({
  cmdlet,
  identity,
  tlsCertificateName,
}: SetReceiveConnectorCommand | SetSendConnectorCommand): Typed {
  return {
    cmdlet,
    parameters: { Identity: identity, TlsCertificateName: tlsCertificateName ?? '' },
    objectModified: identity,
  };
}

const OBJECTS = { 'Set-AuthConfig': 'Auth Configuration', 'Set-HybridConfiguration': 'Hybrid Configuration' } as const;

function ofCertificate(
  { cmdlet, server }: { readonly cmdlet: string; readonly server: string },
  thumbprint: string,
  others: Readonly<Record<string, string>>,
): Typed {
  const netbiosName = netbiosNameOf(server);
  return { cmdlet, parameters: { Server: netbiosName, ...others }, objectModified: `${netbiosName}\\${thumbprint}` };
}

export function netbiosNameOf(fqdn: string): string {
  return (fqdn.split('.')[0] ?? fqdn).toUpperCase();
}
