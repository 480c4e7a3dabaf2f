import type { AlertMessage } from '#libs/alerts/message.js';

const BEFORE = {
  outcome: 'PRESENTED',
  thumbprint: '3B77D07C1F0A4E5B96C8D2A1F4E3B2A190C8D7E0',
  text: '3B77…E0 EX01 (self-signed, to 2029-03-02)',
} as const;
const AFTER = {
  outcome: 'PRESENTED',
  thumbprint: '9F2A4C1D5E6B7A8990A1B2C3D4E5F60718293AC1',
  text: '9F2A…C1 mail.contoso.com (Fabrikam TLS CA 2, to 2027-06-10)',
} as const;

/** The message of the documentation: somebody overwrote the default SMTP certificate. */
export const SAMPLE_MESSAGE: AlertMessage = {
  id: '5f0c9a0e-7a53-5d0c-9b1e-3f6c2f1d8a44',
  kind: 'alert',
  state: 'firing',
  organization: 'contoso',
  severity: 'critical',
  rule: { id: 'AL-01', name: 'default-smtp-overwritten' },
  title: 'EX01: default SMTP certificate overwritten',
  summary:
    'EX01 now presents mail.contoso.com to other Exchange servers. EDGE01 pins the former certificate, so EdgeSync stops and mail through EDGE01 is deferred.',
  subjects: [
    { server: 'ex01.contoso.com', endpoint: 'internal-transport', before: BEFORE, after: AFTER },
    { server: 'ex01.contoso.com', endpoint: 'deliver:edge:anonymous', before: BEFORE, after: AFTER },
  ],
  subjectCount: 2,
  cause: {
    what: 'Enable-ExchangeCertificate -Services SMTP -Force',
    occurredAt: '2026-11-22T10:41:07Z',
    recordedAt: '2026-11-22T10:41:31Z',
    actor: 'CONTOSO\\svc-acme',
    tool: 'win-acme',
    position: 184213,
    lateBySeconds: null,
  },
  evidence: [
    { name: 'Edge subscription', value: 'edge01.contoso.com, site AMS' },
    { name: 'Key provider', value: 'CNG; EdgeSync needs CAPI (event 1035)' },
  ],
  remedy: [
    'Enable-ExchangeCertificate -Server EX01 -Thumbprint 3B77D07C1F0A4E5B96C8D2A1F4E3B2A190C8D7E0 -Services SMTP -Force',
    'Start-EdgeSynchronization -Server EX01',
    'Then look at event 1035 and 10104 in the Application log of EX01.',
  ],
  links: {
    alert: 'https://certfleet.example.com/alerts/5f0c9a0e-7a53-5d0c-9b1e-3f6c2f1d8a44?organization=contoso',
    timeline: 'https://certfleet.example.com/timeline?server=ex01.contoso.com&organization=contoso',
    explain:
      'https://certfleet.example.com/servers/ex01.contoso.com/explain?endpoint=internal-transport&organization=contoso',
  },
  startsAt: '2026-11-22T10:41:07Z',
  endsAt: null,
  position: 184213,
  owner: 'messaging team',
};
