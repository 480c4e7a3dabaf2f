import type { ListName } from './lists.js';

/** `is:` words, each for a query that says the same. */
export interface Shortcut {
  readonly query: string;
  readonly means: string;
}

const EXPIRED: Shortcut = { query: 'notAfter:<=now', means: 'the certificate has expired' };
const VALID: Shortcut = { query: 'notBefore:<=now notAfter:>now', means: 'the certificate is in date' };
const SILENT: Shortcut = {
  query: 'lastSeen:<-3d or lastSeen:unknown',
  means: 'nothing was heard of the server for three days',
};

export const SHORTCUTS: Readonly<Record<ListName, Readonly<Record<string, Shortcut>>>> = {
  bindings: {
    presented: { query: 'outcome:PRESENTED', means: 'a certificate is presented' },
    failing: { query: 'outcome:NOT_ADVERTISED,HANDSHAKE_FAILS', means: 'TLS is not offered or fails' },
    undecided: { query: 'outcome:INDETERMINATE', means: 'facts are missing' },
    expired: EXPIRED,
    valid: VALID,
    'self-signed': { query: 'issuer.kind:self-signed', means: 'the certificate signed itself' },
    silent: SILENT,
  },
  servers: { silent: SILENT },
  certificates: {
    expired: EXPIRED,
    valid: VALID,
    'self-signed': { query: 'issuer.kind:self-signed', means: 'the certificate signed itself' },
    installed: { query: 'has:server', means: 'some store holds it' },
    presented: { query: 'presented:true', means: 'some server presents it' },
  },
  findings: { silent: SILENT, 'server-wide': { query: 'endpoint:none', means: 'about a server as a whole' } },
};
