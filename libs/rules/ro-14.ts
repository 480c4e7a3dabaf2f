import { NOTHING, type StandingRule } from './rule.js';

export const ro14: StandingRule = {
  kind: 'standing',
  id: 'RO-14',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
