import type { Server } from '#libs/fleet/document.js';

/** The first builds of 2016 CU23 and 2019 CU12, whose admin center has no certificate tasks any more. */
const FROM_2016 = [15, 1, 2507];
const FROM_2019 = [15, 2, 1118];

/**
 * Whether the Exchange admin center of a server lost its certificate tasks: 2016 from CU23 on, 2019 from CU12 on, SE always. Of an
 * unknown build it is not said.
 * @cite L-RENEW-JA (A), rulebook 9.6
 */
export function certificateTasksRemoved({ version, build }: Pick<Server, 'version' | 'build'>): boolean {
  if (version === 'SE') return true;
  const parts = buildNumber(build ?? '');
  if (parts === null) return false;
  return isFrom(parts, parts[0] === 15 && parts[1] === 1 ? FROM_2016 : FROM_2019);
}

function buildNumber(text: string): readonly number[] | null {
  const trimmed = text.trim();
  return /^\d+(\.\d+){2,3}$/.test(trimmed) ? trimmed.split('.').map(Number) : null;
}

/** Numbers are compared one by one, not as text. */
function isFrom(build: readonly number[], first: readonly number[]): boolean {
  const at = first.findIndex((number, index) => number !== build[index]);
  return at === -1 || (build[at] ?? 0) > (first[at] ?? 0);
}
