/**
 * What each cmdlet takes, as its reference page has it: the names decide what an abbreviated parameter means.
 * @cite PS-ENABLE, PS-IMPORT, PS-NEW, PS-REMOVE, PS-GET, PS-SETRC, PS-SETSC, PS-POP, PS-IMAP (A)
 */
import { RECEIVE_CONNECTOR, SEND_CONNECTOR } from './connector-parameters.js';
import { IMAP_SETTINGS, POP_SETTINGS } from './protocol-parameters.js';
import { keyed, own, refused, silent, type CmdletParameters, type Parameter } from './parameter.js';

/** @cite about_CommonParameters (A) */
export const COMMON: readonly Parameter[] = [
  ...silent('switch', 'Verbose vb', 'Debug db'),
  ...silent('anything', 'ErrorAction ea', 'WarningAction wa', 'InformationAction infa'),
  ...silent('anything', 'ErrorVariable ev', 'WarningVariable wv', 'InformationVariable iv'),
  ...silent('anything', 'OutVariable ov', 'OutBuffer ob', 'PipelineVariable pv'),
];

/** Of every cmdlet that changes something. `-WhatIf` says what a plan says anyway. */
const ON_CHANGE: readonly Parameter[] = [
  ...silent('switch', 'WhatIf wi'),
  ...own('switch', 'Confirm cf'),
  ...silent('anything', 'DomainController'),
];

const DEPRECATED = refused('Exchange does not use it any more: leave it away.', 'Instance');

const ENABLE: CmdletParameters = {
  positional: 'Thumbprint',
  parameters: [
    ...own('thumbprint', 'Thumbprint'),
    ...own('certificate', 'Identity'),
    ...own('name', 'Server'),
    ...own('switch', 'Force'),
    ...keyed('services', { Services: 'services' }),
    ...keyed('switch', { DoNotRequireSsl: 'doNotRequireSsl', NetworkServiceAllowed: 'networkServiceAllowed' }),
    ...ON_CHANGE,
  ],
};

const IMPORT: CmdletParameters = {
  positional: null,
  parameters: [
    ...own('name', 'Server'),
    ...own('text', 'FriendlyName'),
    ...own('anything', 'FileData', 'FileName', 'Path'),
    ...silent('anything', 'Password', 'PrivateKeyExportable'),
    ...DEPRECATED,
    ...ON_CHANGE,
  ],
};

const NEW: CmdletParameters = {
  positional: null,
  parameters: [
    ...own('name', 'Server'),
    ...own('switch', 'Force'),
    ...own('text', 'SubjectName', 'FriendlyName'),
    ...own('domains', 'DomainName'),
    ...own('keySize', 'KeySize'),
    ...own('switch', 'IncludeServerFQDN', 'IncludeServerNetBIOSName', 'IncludeAcceptedDomains', 'IncludeAutoDiscover'),
    ...keyed('services', { Services: 'services' }),
    ...keyed('switch', { GenerateRequest: 'generateRequest' }),
    ...silent('anything', 'PrivateKeyExportable', 'RequestFile', 'SubjectKeyIdentifier'),
    ...silent('switch', 'BinaryEncoded'),
    ...DEPRECATED,
    ...ON_CHANGE,
  ],
};

const REMOVE: CmdletParameters = {
  positional: 'Thumbprint',
  parameters: [
    ...own('thumbprint', 'Thumbprint'),
    ...own('certificate', 'Identity'),
    ...own('name', 'Server'),
    ...ON_CHANGE,
  ],
};

/** It only looks, and leads another cmdlet. */
export const GET: CmdletParameters = {
  positional: 'Thumbprint',
  parameters: [
    ...own('thumbprint', 'Thumbprint'),
    ...own('certificate', 'Identity'),
    ...own('name', 'Server'),
    ...refused('Name the certificate with -Thumbprint.', 'DomainName'),
    ...silent('anything', 'DomainController'),
    ...DEPRECATED,
  ],
};

export const PARAMETERS = {
  'Enable-ExchangeCertificate': ENABLE,
  'Import-ExchangeCertificate': IMPORT,
  'New-ExchangeCertificate': NEW,
  'Remove-ExchangeCertificate': REMOVE,
  'Set-ReceiveConnector': { ...RECEIVE_CONNECTOR, parameters: [...RECEIVE_CONNECTOR.parameters, ...ON_CHANGE] },
  'Set-SendConnector': { ...SEND_CONNECTOR, parameters: [...SEND_CONNECTOR.parameters, ...ON_CHANGE] },
  'Set-PopSettings': { ...POP_SETTINGS, parameters: [...POP_SETTINGS.parameters, ...ON_CHANGE] },
  'Set-ImapSettings': { ...IMAP_SETTINGS, parameters: [...IMAP_SETTINGS.parameters, ...ON_CHANGE] },
} as const satisfies Readonly<Record<string, CmdletParameters>>;

export type Cmdlet = keyof typeof PARAMETERS;
