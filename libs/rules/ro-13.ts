import { NOTHING, type StandingRule } from './rule.js';

export const ro13: StandingRule = {
  kind: 'standing',
  id: 'RO-13',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
