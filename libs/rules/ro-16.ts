import { NOTHING, type TransitionRule } from './rule.js';

export const ro16: TransitionRule = {
  kind: 'transition',
  id: 'RO-16',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
