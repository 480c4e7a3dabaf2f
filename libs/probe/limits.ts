/** What a look may take. The other side may be slow, talkative or hostile. */
export interface Limits {
  /** Until the connection stands. */
  readonly connectMs: number;
  /** For the whole look, the connection included. */
  readonly totalMs: number;
  /** How long a server may take to hang up after we said goodbye. */
  readonly goodbyeMs: number;
  /** Of what is said before TLS. RFC 5321 and RFC 9051 allow less than this a line. */
  readonly longestLine: number;
  readonly mostLines: number;
  readonly mostPlainBytes: number;
  /** Of the whole connection. OpenSSL by itself takes no chain of more than about 100 kB. */
  readonly mostBytes: number;
}

export const LIMITS: Limits = Object.freeze({
  connectMs: 5_000,
  totalMs: 20_000,
  goodbyeMs: 1_000,
  longestLine: 4_096,
  mostLines: 128,
  mostPlainBytes: 65_536,
  mostBytes: 524_288,
});
