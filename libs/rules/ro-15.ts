import { NOTHING, type StandingRule } from './rule.js';

export const ro15: StandingRule = {
  kind: 'standing',
  id: 'RO-15',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
