export type RobotCertainty = 'high' | 'medium' | 'low';

/** What a robot was seen to do in one run, whoever it is. */
export type Behaviour =
  | 'enables with -Force'
  | 'enables'
  | 'rolls the Auth certificate over'
  | 'pins connectors and hybrid'
  | 're-pins connectors';

/** A known tool that changes certificates by itself, and what its traces look like. */
export interface Robot {
  readonly id: string;
  readonly name: string;
  /** What it does to a server. */
  readonly does: string;
  /** Whether it silences the overwrite question. */
  readonly silences: 'yes' | 'unknown';
  /** In the tool that a record names. Null: it is not known to name itself. */
  readonly tool: RegExp | null;
  /** In the name of the account that it runs as, a custom of administrators. Null: there is none. */
  readonly account: RegExp | null;
  readonly behaviour: Behaviour;
  /** How sure the behaviour alone makes; null: others do the same, so that it says nothing of who it was. */
  readonly byBehaviour: RobotCertainty | null;
  /** The same for a behaviour that returned at regular intervals, three times or more. */
  readonly byPeriod: RobotCertainty | null;
  /** What it was about, to name what it did and took back. */
  readonly purpose: string | null;
  /** Where its making was read. */
  readonly source: string;
}

const NOT_BY_ITSELF = { byBehaviour: null, byPeriod: null, purpose: null } as const;

/** The known robots; of two that fit equally well, the first is named first. */
export const ROBOTS: readonly Robot[] = [
  {
    ...NOT_BY_ITSELF,
    id: 'win-acme',
    name: 'win-acme',
    does: '`ImportExchange.ps1` enables each renewed certificate with `-Force`; `ImportExchangeHybrid.ps1` rewrites Send and Receive connectors and the hybrid configuration, too. It can remove older certificates of the same name.',
    silences: 'yes',
    tool: /win-?acme|\bwacs\b|ImportExchange(?:Hybrid|\.v2)?(?:\.ps1)?\b/i,
    account: /acme|wacs|lets-?encrypt/i,
    behaviour: 'enables with -Force',
    source: 'https://github.com/win-acme/win-acme/tree/master/dist/Scripts',
  },
  {
    ...NOT_BY_ITSELF,
    id: 'posh-acme',
    name: 'Posh-ACME.Deploy',
    does: '`Set-ExchangeCertificate` enables for IIS and SMTP with `-Force`. It can remove older certificates.',
    silences: 'yes',
    tool: /posh-?acme|\bSet-ExchangeCertificate\b/i,
    account: /acme|lets-?encrypt/i,
    behaviour: 'enables with -Force',
    source: 'https://github.com/rmbolger/Posh-ACME.Deploy',
  },
  {
    ...NOT_BY_ITSELF,
    id: 'exchange-dsc',
    name: 'ExchangeDsc',
    does: '`ExchExchangeCertificate` enables with `Force` whenever it sets services, at each run that finds them otherwise than configured.',
    silences: 'yes',
    tool: /x?ExchangeDsc|ExchExchangeCertificate/i,
    account: /(?:^|[-_.])dsc(?:$|[-_.])/i,
    behaviour: 'enables with -Force',
    source: 'https://github.com/dsccommunity/ExchangeDsc',
  },
  {
    id: 'auth-certificate',
    name: 'CSS-Exchange MonitorExchangeAuthCertificate',
    does: 'Makes a new Auth certificate with `Force`, which takes the default SMTP certificate over; waits 5 seconds, and enables the former one again with `-Force`.',
    silences: 'yes',
    tool: /MonitorExchangeAuthCertificate/i,
    account: null,
    behaviour: 'rolls the Auth certificate over',
    byBehaviour: 'medium',
    byPeriod: 'medium',
    purpose: 'Auth certificate maintenance',
    source: 'https://microsoft.github.io/CSS-Exchange/Admin/MonitorExchangeAuthCertificate/',
  },
  {
    id: 'hybrid-wizard',
    name: 'Hybrid Configuration wizard',
    does: 'Sets Send connectors, Receive connectors and the hybrid configuration to one certificate within a minute. win-acme’s `ImportExchangeHybrid.ps1` does that, too, so the traces alone make it no more than likely.',
    silences: 'unknown',
    tool: /hybrid\s?configuration|\bHCW\b/i,
    account: null,
    behaviour: 'pins connectors and hybrid',
    byBehaviour: 'low',
    byPeriod: 'low',
    purpose: 'hybrid configuration',
    source: 'https://learn.microsoft.com/exchange/hybrid-configuration-wizard',
  },
  {
    ...NOT_BY_ITSELF,
    id: 'letsencrypt-recipe',
    name: 'letsencrypt-recipe',
    does: 'Brings the certificate to the store first; where it is told to, binds it and pins every Receive connector on port 25 again, then looks at 443 and 25 on the wire.',
    silences: 'unknown',
    tool: /letsencrypt-recipe|signal-?point/i,
    account: /lets-?encrypt/i,
    behaviour: 're-pins connectors',
    source: 'its configuration template (Signal Point, letsencrypt-recipe)',
  },
  {
    ...NOT_BY_ITSELF,
    id: 'digicert-agent',
    name: 'DigiCert TLM agent',
    does: 'Enables with `-Confirm:$false` and without `-Force`; IIS bindings follow, connectors are not touched. Whether the question is silenced is not documented.',
    silences: 'unknown',
    tool: /digicert|trust\s?lifecycle/i,
    account: /digicert/i,
    behaviour: 'enables',
    source:
      'https://github.com/digicert/product-solutions/tree/main/TrustLifeCycleManager/Integrations/MS_Exchange_2019',
  },
  {
    ...NOT_BY_ITSELF,
    id: 'certify',
    name: 'Certify The Web',
    does: 'Its legacy hook enables for POP, IMAP, SMTP and IIS with neither `-Force` nor `-Confirm`.',
    silences: 'unknown',
    tool: /certify\s?the\s?web|certifytheweb/i,
    account: /certify/i,
    behaviour: 'enables',
    source: 'its legacy Exchange hook',
  },
  {
    ...NOT_BY_ITSELF,
    id: 'unattended-renewal',
    name: 'an unattended renewal',
    does: 'Enables with `-Force` at regular intervals, by the same account. Nothing says which tool it is.',
    silences: 'yes',
    tool: null,
    account: null,
    behaviour: 'enables with -Force',
    byPeriod: 'low',
    source: 'the intervals in the log',
  },
];

/** What a robot is about, to name what it did and took back; null: it is not known. */
export function purposeOf(id: string | undefined): string | null {
  return ROBOTS.find((robot) => robot.id === id)?.purpose ?? null;
}
