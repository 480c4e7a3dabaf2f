/** SMTP protocol logs of Receive connectors: each session with the certificate that the connector showed. */
import type { Shown } from '../moments.js';
import { later } from '../calendar.js';

const FIELDS = 'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context';
const SENT =
  'Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names';
const NEGOTIATED =
  'TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash ' +
  'algorithm CALG_SHA_384 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength 384 bits';

export function protocolLog(sessions: readonly Shown[]): string {
  return [
    '#Software: Microsoft Exchange Server',
    '#Version: 15.0.0.0',
    '#Log-type: SMTP Receive Protocol Log',
    `#Date: ${sessions[0]?.at ?? ''}`,
    `#Fields: ${FIELDS}`,
    ...sessions.flatMap(sessionLines),
    '',
  ].join('\r\n');
}

function sessionLines(
  { at, on, connector, peer, certificate: { certificate } }: Shown,
  index: number,
): readonly string[] {
  const fqdn = `${on.toLowerCase()}.contoso.com`;
  const session = `08DE9F0A11B2C3${String(index).padStart(2, '0')}`;
  const dates = [certificate.notBefore, certificate.notAfter].map((date) => new Date(date ?? at).toISOString());
  const shown =
    ` ${certificate.subject} ${certificate.issuer} ${certificate.serialNumber} ${certificate.thumbprint} ` +
    `${dates.join(' ')} ${(certificate.subjectAlternativeNames ?? []).join(';')}`;
  const rows: readonly (readonly [string, string, string])[] = [
    ['+', '', ''],
    ['>', `220 ${fqdn} Microsoft ESMTP MAIL Service ready`, ''],
    ['<', `EHLO ${peer.name}`, ''],
    ['>', `250  ${fqdn} Hello [${peer.address}] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES STARTTLS`, ''],
    ['<', 'STARTTLS', ''],
    ['>', '220 2.0.0 SMTP server ready', ''],
    ['*', shown, SENT],
    ['*', '', NEGOTIATED],
    ['<', `EHLO ${peer.name}`, ''],
    ['<', 'QUIT', ''],
    ['>', '221 2.0.0 Service closing transmission channel', ''],
    ['-', '', 'Local'],
  ];
  return rows.map(([event, data, context], number) =>
    [
      later(at, number / 100),
      `${on}\\${connector}`,
      session,
      String(number),
      '10.0.0.5:587',
      `${peer.address}:51122`,
      event,
      data,
      context,
    ]
      .map(field)
      .join(','),
  );
}

function field(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
