import { ro01 } from './ro-01.js';
import { ro02 } from './ro-02.js';
import { ro03 } from './ro-03.js';
import { ro04 } from './ro-04.js';
import { ro05 } from './ro-05.js';
import { ro06 } from './ro-06.js';
import { ro07 } from './ro-07.js';
import { ro08 } from './ro-08.js';
import { ro09 } from './ro-09.js';
import { ro10 } from './ro-10.js';
import { ro11 } from './ro-11.js';
import { ro12 } from './ro-12.js';
import { ro13 } from './ro-13.js';
import { ro14 } from './ro-14.js';
import { ro15 } from './ro-15.js';
import { ro16 } from './ro-16.js';
import { ro17 } from './ro-17.js';
import { ro18 } from './ro-18.js';
import { ro19 } from './ro-19.js';
import { ro20 } from './ro-20.js';
import { ro21 } from './ro-21.js';
import { ro22 } from './ro-22.js';
import { ro23 } from './ro-23.js';
import { ro24 } from './ro-24.js';
import { ro25 } from './ro-25.js';
import { ro26 } from './ro-26.js';
import { ro27 } from './ro-27.js';
import { ro28 } from './ro-28.js';
import { ro29 } from './ro-29.js';
import { ro30 } from './ro-30.js';
import { ro31 } from './ro-31.js';
import { ro32 } from './ro-32.js';
import { ro33 } from './ro-33.js';
import { ro34 } from './ro-34.js';
import { ro35 } from './ro-35.js';
import type { StandingRule, TransitionRule } from './rule.js';

/** Every rule about a state, in the order of the rulebook. */
export const STANDING_RULES: readonly StandingRule[] = [
  ro03,
  ro04,
  ro05,
  ro06,
  ro07,
  ro08,
  ro09,
  ro10,
  ro12,
  ro13,
  ro14,
  ro15,
  ro17,
  ro18,
  ro19,
  ro20,
  ro21,
  ro22,
  ro23,
  ro24,
  ro25,
  ro26,
  ro27,
  ro28,
  ro29,
  ro30,
  ro32,
  ro33,
  ro34,
  ro35,
];

/** Every rule about a command, in the order of the rulebook. */
export const TRANSITION_RULES: readonly TransitionRule[] = [ro01, ro02, ro11, ro16, ro31];
