/**
 * The certificates of the demo by the names that the stories call them. Days count from the start of the demo. Microsoft's invented
 * companies issue them: nobody's real authority is shown with certificates that it never made.
 */
export interface WantedCertificate {
  /** Common name of the subject. */
  readonly subject: string;
  /** Absent: self-signed. */
  readonly issuer?: Issuer;
  readonly names: readonly string[];
  /** From the beginning of a day to that of another. */
  readonly valid: readonly [number, number];
  readonly friendlyName: string;
  /** `RootCAType`, as the Exchange server calls where its root came from. */
  readonly rootCaType: string;
}

/** Of an authority: organization and common name. */
export interface Issuer {
  readonly organization: string;
  readonly commonName: string;
}

const FABRIKAM_1: Issuer = { organization: 'Fabrikam', commonName: 'Fabrikam TLS CA 1' };
const FABRIKAM_2: Issuer = { organization: 'Fabrikam', commonName: 'Fabrikam TLS CA 2' };
const WOODGROVE: Issuer = { organization: 'Woodgrove', commonName: 'Woodgrove ACME R3' };
const CONTOSO: Issuer = { organization: 'Contoso', commonName: 'Contoso Issuing CA' };

const MAIL = ['mail.contoso.com', 'autodiscover.contoso.com', 'contoso.com'];
const BERLIN = ['mail.ber.contoso.com', 'autodiscover.contoso.com'];
/** Self-signed certificates of Exchange live so many days. */
const FIVE_YEARS = 1826;

export const CERTIFICATES = {
  // Each server's own, which set-up makes: the default SMTP certificate, and that of the back end.
  ex01: ownOf('EX01', -905),
  ex02: ownOf('EX02', -904),
  ex03: ownOf('EX03', -1220),
  ex04: ownOf('EX04', -1215),
  ex05: ownOf('EX05', -1214),
  ex06: ownOf('EX06', -1190),
  ex07: ownOf('EX07', -640),
  ex08: ownOf('EX08', -610),
  'mbx13-first': ownOf('MBX13', -25 - FIVE_YEARS),
  'mbx13-second': ownOf('MBX13', -60),
  old10: ownOf('OLD10', -1500),
  edge01: ownOf('EDGE01', -903),
  edge02: ownOf('EDGE02', -902),
  'auth-first': authOf(-245 - FIVE_YEARS),
  'auth-second': authOf(-300),
  // mail.contoso.com: renewed by its old issuer, then by another one, then issued again with a name more.
  'mail-0': issued(MAIL, FABRIKAM_1, [-740, -345]),
  'mail-1': issued(MAIL, FABRIKAM_1, [-368, 27]),
  'mail-2': issued(MAIL, FABRIKAM_2, [-48, 150]),
  'mail-3': issued([...MAIL, 'owa.contoso.com'], FABRIKAM_2, [-4, 194]),
  'ber-1': internal([...BERLIN, 'smtp.ber.contoso.com', 'relay.ber.contoso.com'], [-700, -84]),
  'ber-2': issued(BERLIN, FABRIKAM_2, [-100, 98]),
  relay: issued(['relay.contoso.com'], WOODGROVE, [-131, 67]),
  legacy: internal(['legacy.contoso.com', 'autodiscover.contoso.com'], [-700, 395]),
  'smtp-ber': issued(['smtp.ber.contoso.com'], FABRIKAM_2, [-160, 38]),
  'wildcard-ber': issued(['*.ber.contoso.com'], FABRIKAM_2, [-30, 168]),
  // 47 days each, as public authorities will give them from 2029 on; win-acme renews ten days before the end.
  'acme-1': acmeOf(-180),
  'acme-2': acmeOf(-143),
  'acme-3': acmeOf(-106),
  'acme-4': acmeOf(-69),
  'acme-5': acmeOf(-32),
} satisfies Readonly<Record<string, WantedCertificate>>;

export type CertificateName = keyof typeof CERTIFICATES;

function ownOf(netbiosName: string, from: number): WantedCertificate {
  return {
    subject: netbiosName,
    names: [netbiosName, `${netbiosName.toLowerCase()}.contoso.com`],
    valid: [from, from + FIVE_YEARS],
    friendlyName: 'Microsoft Exchange',
    rootCaType: 'Registry',
  };
}

function authOf(from: number): WantedCertificate {
  const name = 'Microsoft Exchange Server Auth Certificate';
  return { subject: name, names: [], valid: [from, from + FIVE_YEARS], friendlyName: name, rootCaType: 'None' };
}

function issued(names: readonly string[], issuer: Issuer, valid: readonly [number, number]): WantedCertificate {
  const subject = names[0] ?? '';
  return { subject, names, issuer, valid, friendlyName: subject, rootCaType: 'ThirdParty' };
}

/** Of the organization's own authority. */
function internal(names: readonly string[], valid: readonly [number, number]): WantedCertificate {
  return { ...issued(names, CONTOSO, valid), rootCaType: 'Enterprise' };
}

function acmeOf(from: number): WantedCertificate {
  return {
    ...issued(['relay.ber.contoso.com', ...BERLIN], WOODGROVE, [from, from + 47]),
    friendlyName: '[Manual] relay.ber.contoso.com',
  };
}
