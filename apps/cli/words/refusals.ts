/** What refusals rest on, by rule: keys of the rulebook's list of sources. Those left out are derived by this project. @cite rulebook 9.3, 9.5, 9.7 */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'EN-P2': ['KB4495258'],
  'EN-P3': ['PS-ENABLE'],
  'EN-P4': ['L-ASSIGN'],
  'EN-P5': ['PS-ENABLE'],
  'EN-P6': ['PS-ENABLE', 'PS-FED'],
  'RM-1': ['P365-ITC', 'SOMOIT'],
  'RM-2': ['KB-REMOVE'],
  'SC-2': ['PS-SETRC'],
  'SC-3': ['PS-SETRC', 'KB2989382'],
};

export function refusalSources(rule: string): readonly string[] {
  return SOURCES[rule] ?? [];
}
