import { NOTHING, type StandingRule } from './rule.js';

export const ro26: StandingRule = {
  kind: 'standing',
  id: 'RO-26',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
