import { NOTHING, type StandingRule } from './rule.js';

export const ro17: StandingRule = {
  kind: 'standing',
  id: 'RO-17',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
