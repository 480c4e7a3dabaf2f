import { NOTHING, type StandingRule } from './rule.js';

export const ro25: StandingRule = {
  kind: 'standing',
  id: 'RO-25',
  title: '',
  severity: 'medium',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
