import { NOTHING, type TransitionRule } from './rule.js';

export const ro11: TransitionRule = {
  kind: 'transition',
  id: 'RO-11',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
