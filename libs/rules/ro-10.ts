import { NOTHING, type StandingRule } from './rule.js';

export const ro10: StandingRule = {
  kind: 'standing',
  id: 'RO-10',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
