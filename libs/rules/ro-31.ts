import { NOTHING, type TransitionRule } from './rule.js';

export const ro31: TransitionRule = {
  kind: 'transition',
  id: 'RO-31',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
