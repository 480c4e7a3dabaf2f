/** Something that a plan leaves to be done afterwards, by hand. */
export interface FollowUp {
  readonly kind:
    | 'restart-transport'
    | 'restart-client-protocol'
    | 'subscribe-again'
    | 'pin-stays'
    | 'tell-exchange-online'
    | 'risk-remains';
  /** The server's `fqdn` as the document writes it; null: it concerns the whole organization. */
  readonly server: string | null;
  /** The endpoint it is about; null: none in particular. */
  readonly endpoint: string | null;
  /** The rule of the risk it is about; null: none. */
  readonly rule: string | null;
  /** One sentence. */
  readonly summary: string;
  /** What to type, in order; may be empty. */
  readonly commands: readonly string[];
}
