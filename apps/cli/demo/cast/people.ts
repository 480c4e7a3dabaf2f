import type { Actor } from '../moments.js';

/** Who works on Contoso's servers, by the names that the audit log gives them. */
export const JO: Actor = { name: 'contoso.com/Users/Jo Berg', kind: 'person' };
export const KIM: Actor = { name: 'contoso.com/Users/Kim de Vries', kind: 'person' };
export const CONSULTANT: Actor = { name: 'contoso.com/Users/Consultants/Alex Wijk', kind: 'person' };
export const HELPDESK: Actor = { name: 'contoso.com/Users/Help Desk', kind: 'person' };

/** The robots. */
export const RENEWAL: Actor = {
  name: 'contoso.com/Service Accounts/svc-certs',
  kind: 'service',
  tool: 'Renew-MailCertificate.ps1',
};
export const WIN_ACME: Actor = { name: 'contoso.com/Service Accounts/svc-acme', kind: 'service', tool: 'win-acme' };
export const MONITOR: Actor = {
  name: 'contoso.com/Service Accounts/svc-monitor',
  kind: 'service',
  tool: 'MonitorExchangeAuthCertificate.ps1',
};
