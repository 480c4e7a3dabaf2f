import { NOTHING, type StandingRule } from './rule.js';

export const ro35: StandingRule = {
  kind: 'standing',
  id: 'RO-35',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
