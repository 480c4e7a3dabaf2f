import { rmSync } from 'node:fs';

export default async function globalTeardown() {
  const started = globalThis.certfleetPostgres;
  if (!started) return;
  globalThis.certfleetPostgres = undefined;
  await started.postgres.stop();
  rmSync(started.folder, { recursive: true, force: true });
}
