import { done, type Failures } from '../failure.js';
import { onTheData, organizationsOf, type UpkeepOptions } from '../on-the-data.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

/** Builds the projections of every organization, or of one, anew from the log. */
export async function rebuild(options: UpkeepOptions, terminal: Terminal): Promise<Failures> {
  const rebuilt = await onTheData(options, terminal, async ({ connections }) => {
    const organizations = await organizationsOf(connections, options.organization);
    if (!organizations.ok) return organizations;
    const { rebuild: build } = await import('#libs/store/rebuild.js');
    const positions: { readonly organization: string; readonly position: number }[] = [];
    for (const organization of organizations.value) {
      terminal.say(`rebuilding ${shown(organization)} …`);
      const { position } = await build(connections, organization, (soFar) => {
        if (soFar.events > 0) terminal.say(`  position ${soFar.position}`);
      });
      positions.push({ organization, position });
    }
    return done(positions);
  });
  if (!rebuilt.ok) return [rebuilt.failure];
  if (options.json === true) terminal.printJson({ organizations: rebuilt.value });
  else
    for (const { organization, position } of rebuilt.value)
      terminal.print(`${shown(organization)}: rebuilt up to position ${position}`);
  return [];
}
