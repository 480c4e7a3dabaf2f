import { NOTHING, type StandingRule } from './rule.js';

export const ro07: StandingRule = {
  kind: 'standing',
  id: 'RO-07',
  title: '',
  severity: 'critical',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
