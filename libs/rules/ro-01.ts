import { NOTHING, type TransitionRule } from './rule.js';

export const ro01: TransitionRule = {
  kind: 'transition',
  id: 'RO-01',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
