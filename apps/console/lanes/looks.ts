const COLOURS = 8;
const PATTERNS = ['plain', 'rising', 'dots', 'upright', 'falling'] as const;
export type Pattern = (typeof PATTERNS)[number];

export interface Looks {
  readonly colour: number;
  readonly pattern: Pattern;
}

/** How a certificate is drawn, everywhere and always the same: by its thumbprint, which is as good as chance. Two may look alike; names tell them apart. */
export function looksOf(thumbprint: string): Looks {
  // Strangers may write anything where a thumbprint stands.
  const spread = /^[0-9A-F]{8}/i.test(thumbprint) ? Number.parseInt(thumbprint.slice(0, 8), 16) : thumbprint.length;
  return {
    colour: spread % COLOURS,
    pattern: PATTERNS[Math.floor(spread / COLOURS) % PATTERNS.length] ?? 'plain',
  };
}
