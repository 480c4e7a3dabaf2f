import { NOTHING, type StandingRule } from './rule.js';

export const ro22: StandingRule = {
  kind: 'standing',
  id: 'RO-22',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
