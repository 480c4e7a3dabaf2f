import { NOTHING, type StandingRule } from './rule.js';

export const ro03: StandingRule = {
  kind: 'standing',
  id: 'RO-03',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
