import { keyed, own, unheeded, type CmdletParameters } from './parameter.js';

const BOTH = [
  ...own('name', 'Server'),
  ...keyed('text', { X509CertificateName: 'x509CertificateName' }),
  ...unheeded(`
    AuthenticatedConnectionTimeout Banner CalendarItemRetrievalOption EnableExactRFC822Size EnableGSSAPIAndNTLMAuth
    EnforceCertificateErrors ExtendedProtectionPolicy ExternalConnectionSettings InternalConnectionSettings LogFileLocation
    LogFileRollOverSettings LoginType LogPerFileSizeQuota MaxCommandSize MaxConnectionFromSingleIP MaxConnections
    MaxConnectionsPerUser MessageRetrievalMimeFormat OwaServerUrl PreAuthenticatedConnectionTimeout ProtocolLogEnabled
    ProxyTargetPort SSLBindings SuppressReadReceipt UnencryptedOrTLSBindings`),
];

/** @cite PS-POP (A) */
export const POP_SETTINGS: CmdletParameters = {
  positional: null,
  parameters: [...BOTH, ...unheeded('MessageRetrievalSortOrder')],
};

/** @cite PS-IMAP (A) */
export const IMAP_SETTINGS: CmdletParameters = {
  positional: null,
  parameters: [...BOTH, ...unheeded('ShowHiddenFoldersEnabled')],
};
