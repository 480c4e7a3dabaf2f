import { NOTHING, type StandingRule } from './rule.js';

export const ro04: StandingRule = {
  kind: 'standing',
  id: 'RO-04',
  title: '',
  severity: 'medium',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
