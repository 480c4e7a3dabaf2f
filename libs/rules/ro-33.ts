import { NOTHING, type StandingRule } from './rule.js';

export const ro33: StandingRule = {
  kind: 'standing',
  id: 'RO-33',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
