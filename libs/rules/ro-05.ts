import { NOTHING, type StandingRule } from './rule.js';

export const ro05: StandingRule = {
  kind: 'standing',
  id: 'RO-05',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
