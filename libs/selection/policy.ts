import type { Policy } from '#libs/fleet/document.js';

export type HttpSysClass = 'exactIp' | 'sni' | 'wildcardIp';

/** The policy with its defaults filled in. @cite rulebook 13 */
export interface Knobs {
  readonly tieBreak: 'notBefore' | 'notAfter';
  readonly expiredPolicy: 'lastResort' | 'ignoreExpiry';
  readonly exchange2007Profile: 'documented' | 'single';
  readonly preferExactOverWildcard: boolean;
  readonly pinFallback: 'never' | 'fqdn';
  readonly httpSysPrecedence: readonly HttpSysClass[];
  readonly enableAdditive: boolean;
}

const HTTP_SYS_CLASSES = ['exactIp', 'sni', 'wildcardIp'] as const;

const DEFAULTS = {
  tieBreak: 'notBefore',
  expiredPolicy: 'lastResort',
  exchange2007Profile: 'documented',
  preferExactOverWildcard: false,
  pinFallback: 'never',
  enableAdditive: true,
} as const;

export function knobsOf(policy: Policy | null | undefined): Knobs {
  return policy == null ? DEFAULT_KNOBS : knobsSet(policy);
}

const DEFAULT_KNOBS: Knobs = { ...DEFAULTS, httpSysPrecedence: HTTP_SYS_CLASSES };

function knobsSet({ httpSysPrecedence, ...given }: Policy): Knobs {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));
  return { ...DEFAULTS, ...set, httpSysPrecedence: precedence(httpSysPrecedence) ?? HTTP_SYS_CLASSES };
}

/** The three classes of `exactIp>sni>wildcardIp` in the order given; null: the text does not name each of them once. */
export function precedence(text: string | undefined): readonly HttpSysClass[] | null {
  const names = (text ?? '').split('>').map((name) => name.trim());
  const classes = names.flatMap((name) => HTTP_SYS_CLASSES.filter((known) => known === name));
  return names.length === 3 && new Set(classes).size === 3 ? classes : null;
}
