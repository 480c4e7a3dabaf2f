/** One thing that was looked at. */
export interface Finding {
  readonly subject: string;
  /** `trouble` is what keeps Certfleet from working; `doubt` is worth a look. */
  readonly state: 'well' | 'doubt' | 'trouble';
  readonly found: string;
  /** What to do about it, as a sentence. */
  readonly remedy?: string;
}

export function well(subject: string, found: string): Finding {
  return { subject, state: 'well', found };
}

export function doubt(subject: string, found: string, remedy: string): Finding {
  return { subject, state: 'doubt', found, remedy };
}

export function trouble(subject: string, found: string, remedy: string): Finding {
  return { subject, state: 'trouble', found, remedy };
}
