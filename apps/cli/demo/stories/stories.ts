import type { Story } from '../moments.js';
import { aboutToPressYes } from './about-to-press-yes.js';
import { brokenRenewal } from './broken-renewal.js';
import { expiredBackEnd } from './expired-back-end.js';
import { importWithoutSmtp } from './import-without-smtp.js';
import { oauthRollOver } from './oauth-roll-over.js';
import { cleanedUp, inventories, quietRenewal } from './ordinary.js';
import { overwrittenAtNight } from './overwritten-at-night.js';
import { robotWithForce } from './robot-with-force.js';
import { toldLate } from './told-late.js';
import { wildcardTakesOver } from './wildcard.js';

/** Everything that happens in the demo. */
export const STORIES: readonly Story[] = [
  inventories,
  quietRenewal,
  cleanedUp,
  oauthRollOver,
  robotWithForce,
  wildcardTakesOver,
  overwrittenAtNight,
  toldLate,
  expiredBackEnd,
  brokenRenewal,
  importWithoutSmtp,
  aboutToPressYes,
];
