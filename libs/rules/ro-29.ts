import { NOTHING, type StandingRule } from './rule.js';

export const ro29: StandingRule = {
  kind: 'standing',
  id: 'RO-29',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
