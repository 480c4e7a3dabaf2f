/** A: Microsoft for that version; B: Microsoft elsewhere; C: third party; D: derived by this project; R: recalled. */
export type Confidence = 'A' | 'B' | 'C' | 'D' | 'R';

/** One rule that can have a say in a selection, as the flowchart shows it. */
export interface SelectionRule {
  readonly id: string;
  /** What the step asks, as half a sentence: "the connector must be enabled". */
  readonly asks: string;
  readonly confidence: Confidence;
  /** Keys of the rulebook's list of sources. */
  readonly sources: readonly string[];
}

/** Every rule of a selection, in the order of the rulebook. */
export const SELECTION_RULES = [
  {
    id: 'STLS-0',
    asks: 'one enabled Receive connector must take the connection',
    confidence: 'A',
    sources: ['L-STLS', 'L-RC'],
  },
  { id: 'STLS-1', asks: 'the connector must offer Tls', confidence: 'A', sources: ['L-STLS'] },
  {
    id: 'STLS-2',
    asks: 'a TlsCertificateName names issuer and subject of the certificate',
    confidence: 'A',
    sources: ['L-STLS', 'PS-SETRC'],
  },
  {
    id: 'STLS-3',
    asks: 'else the FQDN of the connector names the certificate',
    confidence: 'A',
    sources: ['L-STLS'],
  },
  { id: 'STLS-4', asks: 'else the FQDN of the server names the certificate', confidence: 'A', sources: ['L-STLS'] },
  { id: 'STLS-5', asks: 'a certificate of the store must match', confidence: 'A', sources: ['L-STLS'] },
  { id: 'STLS-6', asks: 'keep the certificates that Exchange may use', confidence: 'A', sources: ['L-STLS'] },
  {
    id: 'STLS-7',
    asks: 'at least one certificate must be left',
    confidence: 'A',
    sources: ['L-STLS', 'T07-12014'],
  },
  {
    id: 'STLS-8',
    asks: 'in date before expired, PKI before self-signed, then the newest Valid-from',
    confidence: 'A',
    sources: ['L-STLS'],
  },
  {
    id: 'STLS-S',
    asks: 'the chosen certificate must have its private key and the SMTP service',
    confidence: 'B',
    sources: ['L-STLS', 'EHLO-25', 'KB4495258', 'KB4051498'],
  },
  { id: 'STLS-9', asks: 'an in-date PKI certificate is presented', confidence: 'A', sources: ['L-STLS'] },
  {
    id: 'STLS-10',
    asks: 'without one, an in-date self-signed certificate is presented',
    confidence: 'A',
    sources: ['L-STLS'],
  },
  {
    id: 'STLS-X',
    asks: 'an in-date self-signed certificate goes before an expired PKI certificate',
    confidence: 'D',
    sources: ['L-STLS'],
  },
  {
    id: 'STLS-11',
    asks: 'an expired certificate is the last resort, on 2007 none',
    confidence: 'A',
    sources: ['L-STLS', 'EBS'],
  },
  {
    id: 'OUT-1',
    asks: 'the Send connector must be enabled and not ignore STARTTLS',
    confidence: 'A',
    sources: ['PS-SETSC'],
  },
  {
    id: 'OUT-2',
    asks: 'a TlsCertificateName names issuer and subject of the certificate',
    confidence: 'A',
    sources: ['PS-SETSC', 'KB4052493'],
  },
  {
    id: 'OUT-3',
    asks: 'else the FQDN of the connector, else of the sending server names the certificate',
    confidence: 'A',
    sources: ['T07-USE', 'PS-SETSC'],
  },
  {
    id: 'OUT-4',
    asks: 'the best ranked certificate that Exchange may use is presented',
    confidence: 'B',
    sources: ['L-STLS', 'T07-USE'],
  },
  {
    id: 'OUT-5',
    asks: 'a TlsCertificateName without a certificate defers the mail',
    confidence: 'A',
    sources: ['KB3156771'],
  },
  {
    id: 'OUT-6',
    asks: 'without a certificate for the FQDN, TLS goes on without a client certificate',
    confidence: 'D',
    sources: ['T07-USE'],
  },
  {
    id: 'OUT-7',
    asks: 'the chosen certificate must have its private key and the SMTP service',
    confidence: 'A',
    sources: ['KB4495258', 'KB4051498'],
  },
  { id: 'ANON-0', asks: 'the connector must be enabled', confidence: 'A', sources: ['L-INANON'] },
  {
    id: 'ANON-1',
    asks: 'the connector must offer ExchangeServer authentication',
    confidence: 'A',
    sources: ['L-INANON'],
  },
  { id: 'ANON-2', asks: 'X-ANONYMOUSTLS must not be suppressed', confidence: 'A', sources: ['L-INANON'] },
  {
    id: 'ANON-3',
    asks: 'the server must have an internal transport certificate',
    confidence: 'A',
    sources: ['L-INANON', 'E12012'],
  },
  {
    id: 'ANON-4',
    asks: 'the internal transport certificate must be in the store; in date it is presented',
    confidence: 'A',
    sources: ['L-INANON'],
  },
  {
    id: 'ANON-6',
    asks: 'the internal transport certificate must have its private key',
    confidence: 'D',
    sources: ['KB4495258'],
  },
  {
    id: 'ANON-5',
    asks: 'an expired internal transport certificate is still used',
    confidence: 'A',
    sources: ['L-INANON'],
  },
  { id: 'OANON-0', asks: 'the Send connector must be enabled', confidence: 'A', sources: ['L-OUT'] },
  {
    id: 'OANON-1',
    asks: 'the server must deliver to an Edge that is subscribed to its site',
    confidence: 'A',
    sources: ['L-OUT'],
  },
  {
    id: 'OANON-2',
    asks: 'the smart host authentication must be ExchangeServer',
    confidence: 'A',
    sources: ['L-OUT'],
  },
  { id: 'OANON-3', asks: 'the smart host or the address space must be --', confidence: 'A', sources: ['L-OUT'] },
  {
    id: 'OANON-4',
    asks: 'the server must have an internal transport certificate',
    confidence: 'A',
    sources: ['L-OUT'],
  },
  {
    id: 'OANON-5',
    asks: 'the internal transport certificate must be in the store; in date it is presented',
    confidence: 'A',
    sources: ['L-OUT'],
  },
  {
    id: 'OANON-7',
    asks: 'the internal transport certificate must have its private key',
    confidence: 'D',
    sources: ['L-OUT', 'KB4495258'],
  },
  {
    id: 'OANON-6',
    asks: 'an expired internal transport certificate is still used',
    confidence: 'A',
    sources: ['L-OUT'],
  },
  { id: 'IIS-1', asks: 'the certificate bound to the site is presented', confidence: 'A', sources: ['L-CERTS'] },
  {
    id: 'IIS-2',
    asks: 'the certificate bound to Exchange Back End is presented to the front end',
    confidence: 'A',
    sources: ['KB2779694'],
  },
  {
    id: 'PI-1',
    asks: 'X509CertificateName must name the certificate',
    confidence: 'A',
    sources: ['PS-POP', 'PS-IMAP'],
  },
  {
    id: 'PI-2',
    asks: 'the best ranked certificate that is enabled for the service is presented',
    confidence: 'A',
    sources: ['PS-POP', 'PS-IMAP'],
  },
  {
    id: 'PI-3',
    asks: 'a wildcard certificate need not be enabled for the service',
    confidence: 'A',
    sources: ['PS-POP', 'PS-IMAP', 'KB948896'],
  },
  {
    id: 'PI-4',
    asks: 'at least one certificate must be left',
    confidence: 'A',
    sources: ['PS-POP', 'PS-IMAP'],
  },
  {
    id: 'HTTP-1',
    asks: 'a binding of the exact address without a host name answers',
    confidence: 'C',
    sources: ['LEXLI'],
  },
  { id: 'HTTP-2', asks: 'a binding of the host name answers', confidence: 'C', sources: ['LEXLI', 'PERKINS'] },
  {
    id: 'HTTP-3',
    asks: 'a binding of every address without a host name answers',
    confidence: 'C',
    sources: ['LEXLI'],
  },
  { id: 'HTTP-4', asks: 'a binding must take the connection', confidence: 'C', sources: ['LEXLI'] },
] as const satisfies readonly SelectionRule[];

export type SelectionRuleId = (typeof SELECTION_RULES)[number]['id'];

const BY_ID: Readonly<Record<string, SelectionRule>> = Object.fromEntries(
  SELECTION_RULES.map((rule) => [rule.id, rule]),
);
const UNLISTED: SelectionRule = { id: '', asks: '', confidence: 'R', sources: [] };

export function selectionRule(id: SelectionRuleId): SelectionRule {
  return BY_ID[id] ?? UNLISTED;
}
