import { NOTHING, type StandingRule } from './rule.js';

export const ro30: StandingRule = {
  kind: 'standing',
  id: 'RO-30',
  title: '',
  severity: 'low',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
