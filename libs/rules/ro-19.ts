import { NOTHING, type StandingRule } from './rule.js';

export const ro19: StandingRule = {
  kind: 'standing',
  id: 'RO-19',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
