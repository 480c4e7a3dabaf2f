import { NOTHING, type StandingRule } from './rule.js';

export const ro08: StandingRule = {
  kind: 'standing',
  id: 'RO-08',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
