/** An account by its last part: `svc-acme` of `CONTOSO\svc-acme`, of `contoso.com/Service Accounts/svc-acme` and of `svc-acme@contoso.com`. */
export function shortActor(actor: string): string {
  const last = actor.split(/[\\/]/).at(-1)?.trim() ?? '';
  const name = last.split('@')[0] ?? '';
  return name === '' ? actor.trim() : name;
}

/** Whether two names may be the same account; one that is not named may be anybody. */
export function maybeSameActor(one: string | null | undefined, other: string | null | undefined): boolean {
  if (one == null || other == null || one.trim() === '' || other.trim() === '') return true;
  return shortActor(one).toLowerCase() === shortActor(other).toLowerCase();
}

/** How Exchange's own records name what a cmdlet was typed into: it says nothing of the script that typed it. */
const HOST = /^(?:Local|Remote)-[^-]+-/i;

/** The script or product that a record names; null: none, or only the shell that it ran in. */
export function scriptOf(tool: string | null | undefined): string | null {
  return tool == null || tool.trim() === '' || HOST.test(tool) ? null : tool.trim();
}

/** Whether two records may be of the same script. */
export function maybeSameTool(one: string | null | undefined, other: string | null | undefined): boolean {
  const [mine, yours] = [scriptOf(one), scriptOf(other)];
  return mine === null || yours === null || mine.toLowerCase() === yours.toLowerCase();
}
