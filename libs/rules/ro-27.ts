import { NOTHING, type StandingRule } from './rule.js';

export const ro27: StandingRule = {
  kind: 'standing',
  id: 'RO-27',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
