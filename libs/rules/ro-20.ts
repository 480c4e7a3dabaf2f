import { NOTHING, type StandingRule } from './rule.js';

export const ro20: StandingRule = {
  kind: 'standing',
  id: 'RO-20',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
