import { NOTHING, type StandingRule } from './rule.js';

export const ro32: StandingRule = {
  kind: 'standing',
  id: 'RO-32',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
