import { DAMAGE_WORDS } from '../../cli/words/damage.js';

const WORDS = new Map<unknown, string>(Object.entries(DAMAGE_WORDS));

/** Why a log is damaged, as the command line says it. */
export function damageWords(reason: unknown): string {
  return WORDS.get(reason) ?? 'for a reason that this console does not know';
}
