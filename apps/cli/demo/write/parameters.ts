import type { Command } from '#libs/planning/command.js';
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
  const { cmdlet } = command;
  if (isOther(command)) return { cmdlet, parameters: command.parameters, objectModified: OBJECTS[command.cmdlet] };
  switch (command.cmdlet) {
    case 'Enable-ExchangeCertificate':
      return ofCertificate(command, command.thumbprint, {
        Thumbprint: command.thumbprint,
        Services: command.services.join(', '),
        ...(command.answer === 'force' ? { Force: 'True' } : {}),
      });
    case 'New-ExchangeCertificate':
      return ofCertificate(command, command.certificate?.thumbprint ?? '', {
        SubjectName: command.certificate?.subject ?? '',
        FriendlyName: command.certificate?.friendlyName ?? '',
        PrivateKeyExportable: 'True',
        Services: command.services?.join(', ') ?? '',
        ...(command.answer === 'force' ? { Force: 'True' } : {}),
      });
    case 'Import-ExchangeCertificate':
      return ofCertificate(command, command.certificate.thumbprint, { FileData: 'System.Byte[]' });
    case 'Remove-ExchangeCertificate':
      return ofCertificate(command, command.thumbprint, { Thumbprint: command.thumbprint, Confirm: 'False' });
    case 'Set-ReceiveConnector':
    case 'Set-SendConnector': {
      const { identity, tlsCertificateName } = command;
      const parameters = { Identity: identity, TlsCertificateName: tlsCertificateName ?? '' };
      return { cmdlet, parameters, objectModified: identity };
    }
    default:
      throw new Error(`no story of the demo runs ${cmdlet}`);
  }
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
