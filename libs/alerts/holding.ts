import type { Outcome } from '#libs/selection/selection.js';

/** How it is told whether an alert still holds. */
export type Holding =
  /** Its rule finds it again and again, until it does not. */
  | { readonly while: 'found' }
  /** An endpoint shows something else than before the change. `thumbprint` and `outcome`: what was shown before. */
  | { readonly while: 'not-as-before'; readonly outcome: Outcome; readonly thumbprint: string | null }
  /** An endpoint presents no certificate. */
  | { readonly while: 'dark' }
  /** What was seen on the wire is not what is foretold. `seen`: what was seen; null: no certificate. */
  | { readonly while: 'seen-otherwise'; readonly seen: string | null }
  /** A server has fewer certificates than before. */
  | { readonly while: 'fewer-certificates'; readonly than: number }
  /** Events that a source counted and that never came: these numbers of it. */
  | {
      readonly while: 'missing';
      readonly source: string;
      readonly epoch: string | null;
      readonly from: number;
      readonly to: number;
    }
  /** Nothing ends it but somebody who says that it is right so. */
  | { readonly while: 'not-accepted' };

/** What an endpoint shows now, as far as it is known. */
export interface ShownNow {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
}

/** Whether an alert of this kind holds by what its endpoint shows; null: that does not tell. Undefined: the endpoint is no more. */
export function holdsBy(holding: Holding, shown: ShownNow | undefined): 'holds' | 'restored' | 'ended' | 'gone' | null {
  if (!isOfShown(holding)) return null;
  if (shown === undefined) return 'gone';
  switch (holding.while) {
    case 'not-as-before':
      return isSame(shown, holding) ? 'restored' : 'holds';
    case 'dark':
      return shown.outcome === 'PRESENTED' ? 'ended' : 'holds';
    case 'seen-otherwise':
      return presentedBy(shown) === holding.seen ? 'ended' : 'holds';
  }
}

type OfShown = Extract<Holding, { readonly while: 'not-as-before' | 'dark' | 'seen-otherwise' }>;

function isOfShown(holding: Holding): holding is OfShown {
  return holding.while === 'not-as-before' || holding.while === 'dark' || holding.while === 'seen-otherwise';
}

function isSame(one: ShownNow, other: ShownNow): boolean {
  return one.outcome === other.outcome && one.thumbprint === other.thumbprint;
}

function presentedBy({ outcome, thumbprint }: ShownNow): string | null {
  return outcome === 'PRESENTED' ? thumbprint : null;
}
