import type { Certificate, ExchangeService } from '#libs/certificates/certificate.js';
import type { ReceiveConnector, SendConnector } from '#libs/fleet/document.js';

/** A cmdlet as an administrator would run it. The shape is the public contract (CONTRACT section 4). */
export type Command =
  | EnableCommand
  | ImportCommand
  | NewCommand
  | RemoveCommand
  | SetReceiveConnectorCommand
  | SetSendConnectorCommand
  | SetClientProtocolCommand;

export const CMDLETS = [
  'Enable-ExchangeCertificate',
  'Import-ExchangeCertificate',
  'New-ExchangeCertificate',
  'Remove-ExchangeCertificate',
  'Set-ReceiveConnector',
  'Set-SendConnector',
  'Set-PopSettings',
  'Set-ImapSettings',
] as const satisfies readonly Command['cmdlet'][];

/** What is answered to "Overwrite the existing default SMTP certificate?". Enter is `yes`. */
export const ANSWERS = ['yes', 'no', 'force', 'unanswered'] as const;
export type Answer = (typeof ANSWERS)[number];

/** Where it is run: the Exchange Management Shell, or the Exchange admin center, which runs the cmdlet with `-Force`. */
export const SURFACES = ['shell', 'eac'] as const;
export type Surface = (typeof SURFACES)[number];

/** What every certificate cmdlet may say. Absent `answer`: `unanswered`; absent `surface`: `shell`. */
export interface CertificateCommand {
  /** FQDN or NetBIOS name. */
  readonly server: string;
  readonly answer?: Answer;
  readonly surface?: Surface;
}

export interface EnableCommand extends CertificateCommand {
  readonly cmdlet: 'Enable-ExchangeCertificate';
  readonly thumbprint: string;
  /** In the order given. */
  readonly services: readonly EnabledService[];
  /** Changes nothing here. */
  readonly doNotRequireSsl?: boolean;
  /** Changes nothing here. */
  readonly networkServiceAllowed?: boolean;
}

export type EnabledService = ExchangeService | 'None';

export interface ImportCommand extends CertificateCommand {
  readonly cmdlet: 'Import-ExchangeCertificate';
  readonly certificate: Certificate;
}

export interface NewCommand extends CertificateCommand {
  readonly cmdlet: 'New-ExchangeCertificate';
  /** What is known of the certificate to be; the rest is filled in as Exchange would. */
  readonly certificate?: Partial<Certificate>;
  /** Absent: IMAP, POP and SMTP, of which POP and IMAP only mark the certificate. Null: none. */
  readonly services?: readonly EnabledService[] | null;
  /** True: only a request is made, nothing changes. */
  readonly generateRequest?: boolean;
}

export interface RemoveCommand extends CertificateCommand {
  readonly cmdlet: 'Remove-ExchangeCertificate';
  readonly thumbprint: string;
}

/** Keys that are given replace the old values, null unsets. */
export interface SetReceiveConnectorCommand extends Partial<Omit<ReceiveConnector, 'name'>> {
  readonly cmdlet: 'Set-ReceiveConnector';
  /** May be absent where `identity` is `SERVER\name`. */
  readonly server?: string;
  readonly identity: string;
}

export interface SetSendConnectorCommand extends Partial<Omit<SendConnector, 'name'>> {
  readonly cmdlet: 'Set-SendConnector';
  readonly identity: string;
}

export interface SetClientProtocolCommand {
  readonly cmdlet: 'Set-PopSettings' | 'Set-ImapSettings';
  readonly server: string;
  readonly x509CertificateName: string | null;
}
