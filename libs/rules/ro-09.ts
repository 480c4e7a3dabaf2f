import { NOTHING, type StandingRule } from './rule.js';

export const ro09: StandingRule = {
  kind: 'standing',
  id: 'RO-09',
  title: '',
  severity: 'medium',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
