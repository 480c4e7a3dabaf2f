import { enableCertificate, importCertificate, newCertificate, removeCertificate } from './certificate-cmdlets.js';
import {
  newReceiveConnector,
  newSendConnector,
  removeReceiveConnector,
  removeSendConnector,
  setImapSettings,
  setPopSettings,
  setReceiveConnector,
  setSendConnector,
} from './connector-cmdlets.js';
import {
  newEdgeSubscription,
  removeEdgeSubscription,
  removeHybridConfiguration,
  setAuthConfig,
  setHybridConfiguration,
  setTransportService,
} from './organization-cmdlets.js';
import type { Teller } from './told.js';

/** The cmdlets that change what Certfleet keeps; the one list. */
export const CMDLETS: Readonly<Record<string, Teller>> = {
  'Enable-ExchangeCertificate': enableCertificate,
  'Remove-ExchangeCertificate': removeCertificate,
  'Import-ExchangeCertificate': importCertificate,
  'New-ExchangeCertificate': newCertificate,
  'Set-ReceiveConnector': setReceiveConnector,
  'New-ReceiveConnector': newReceiveConnector,
  'Remove-ReceiveConnector': removeReceiveConnector,
  'Set-SendConnector': setSendConnector,
  'New-SendConnector': newSendConnector,
  'Remove-SendConnector': removeSendConnector,
  'Set-PopSettings': setPopSettings,
  'Set-ImapSettings': setImapSettings,
  'Set-TransportService': setTransportService,
  'Set-TransportServer': setTransportService,
  'New-EdgeSubscription': newEdgeSubscription,
  'Remove-EdgeSubscription': removeEdgeSubscription,
  'Set-HybridConfiguration': setHybridConfiguration,
  'New-HybridConfiguration': setHybridConfiguration,
  'Remove-HybridConfiguration': removeHybridConfiguration,
  'Set-AuthConfig': setAuthConfig,
};

const BY_NAME = new Map(Object.entries(CMDLETS).map(([name, tell]) => [name.toLowerCase(), { name, tell }]));

/** The cmdlet of that name, in any case; undefined: it changes nothing that Certfleet keeps. */
export function cmdletNamed(name: string): { readonly name: string; readonly tell: Teller } | undefined {
  return BY_NAME.get(name.trim().toLowerCase());
}
