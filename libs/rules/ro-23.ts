import { NOTHING, type StandingRule } from './rule.js';

export const ro23: StandingRule = {
  kind: 'standing',
  id: 'RO-23',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
