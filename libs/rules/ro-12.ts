import { NOTHING, type StandingRule } from './rule.js';

export const ro12: StandingRule = {
  kind: 'standing',
  id: 'RO-12',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
