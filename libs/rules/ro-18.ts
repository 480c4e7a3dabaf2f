import { NOTHING, type StandingRule } from './rule.js';

export const ro18: StandingRule = {
  kind: 'standing',
  id: 'RO-18',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
