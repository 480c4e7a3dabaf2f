/** How a client meets TLS: with STARTTLS (`smtp`, `imap`, and STLS of `pop`), or from the first byte on. */
export const PROBE_PROTOCOLS = ['smtp', 'smtps', 'https', 'imap', 'imaps', 'pop', 'pops'] as const;
export type ProbeProtocol = (typeof PROBE_PROTOCOLS)[number];

/** What came of one look. Nothing here says whether the certificate is trusted: a probe only looks. */
export type Outcome =
  | {
      readonly kind: 'presented';
      /** DER, the server's own first, as it was sent. */
      readonly chain: readonly Uint8Array[];
      /** `TLSv1.2` */
      readonly version: string;
      readonly cipher: string;
    }
  | { readonly kind: 'not-advertised'; readonly line: string }
  | { readonly kind: 'handshake-failed'; readonly reason: HandshakeFault; readonly line: string }
  | { readonly kind: 'unreachable'; readonly reason: Unreachable; readonly line: string }
  | {
      readonly kind: 'protocol-error';
      readonly place: DialoguePlace;
      readonly reason: DialogueFault;
      readonly line: string;
    };

/**
 * `refused`: STARTTLS was offered and then answered with an error. `closed`: the connection ended in mid-handshake. `alert`: the server said
 * no in TLS. `no-common`: the two sides have no version or cipher in common, which says nothing of the certificate. `not-tls`: what came is
 * no TLS. `no-certificate`: the handshake ended without one.
 */
export type HandshakeFault =
  'refused' | 'closed' | 'alert' | 'no-common' | 'not-tls' | 'no-certificate' | 'too-slow' | 'too-many-bytes' | 'other';

export type Unreachable =
  'no-address' | 'address-not-allowed' | 'connection-refused' | 'no-route' | 'too-slow' | 'stopped' | 'other';

/** Where in the conversation before TLS. */
export type DialoguePlace = 'greeting' | 'capabilities' | 'starttls';

export type DialogueFault =
  | 'closed'
  | 'too-slow'
  | 'line-too-long'
  | 'reply-too-long'
  | 'too-many-bytes'
  | 'not-the-protocol'
  /** The server speaks the protocol, and does not want this client: 554, BYE, -ERR. */
  | 'turned-away';

/** Plaintext that came together with the answer to STARTTLS, before TLS began. It was thrown away. */
export interface Injection {
  readonly bytes: number;
  readonly line: string;
}

/** One look, with the two ends of the connection as this machine saw them. */
export interface Look {
  readonly outcome: Outcome;
  readonly injected: Injection | null;
  /** What was connected to; null: nothing was. */
  readonly address: string | null;
  /** This machine's own end; null: there was no connection. */
  readonly ownAddress: string | null;
}
