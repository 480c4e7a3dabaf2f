import { NOTHING, type StandingRule } from './rule.js';

export const ro24: StandingRule = {
  kind: 'standing',
  id: 'RO-24',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
