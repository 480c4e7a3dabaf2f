import { NOTHING, type TransitionRule } from './rule.js';

export const ro02: TransitionRule = {
  kind: 'transition',
  id: 'RO-02',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
