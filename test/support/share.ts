/**
 * How much of a costly test is done: all of it, unless `TEST_SHARE` asks for a part (`0.1`: every tenth random case, an input of a tenth of the
 * size), as `npm run check` does. Never less than `least`, and never nothing.
 */
export function share(full: number, least = 20): number {
  return shareOf(full, { least, part: process.env['TEST_SHARE'] });
}

export function shareOf(full: number, { least, part }: { least: number; part: string | undefined }): number {
  const asked = part === undefined ? 1 : Number(part);
  if (!(asked > 0 && asked <= 1)) throw new Error(`TEST_SHARE is ${part}: it must be above 0, and 1 at most`);
  return Math.max(Math.min(full, Math.max(least, 1)), Math.ceil(full * asked));
}
