import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Firefox } from '../support/firefox.js';
import { until } from '../support/until.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The one tab of a Firefox. What is looked for is named by CSS and, where that is not enough, by how its text begins. */
export interface FirefoxPage {
  readonly open: (address: string) => Promise<void>;
  /** The width of the page in CSS pixels. */
  readonly wide: (width: number) => Promise<void>;
  readonly dressed: (theme: 'light' | 'dark') => Promise<void>;
  readonly evaluate: (script: string, ...given: readonly unknown[]) => Promise<unknown>;
  /** The texts of what is there, as they are seen. */
  readonly texts: (css: string) => Promise<readonly string[]>;
  /** The text of the first that says so; waits for it. */
  readonly saying: (css: string, words: RegExp) => Promise<string>;
  readonly click: (css: string, begins?: string) => Promise<void>;
  /** Types as a person does; a file is chosen by its path. */
  readonly type: (css: string, text: string) => Promise<void>;
  /** Waits until nothing is awaited. */
  readonly settled: () => Promise<void>;
  /** What axe finds wrong, and how far the page stands out of the window. */
  readonly barriers: () => Promise<{ readonly barriers: unknown; readonly over: unknown }>;
  /** What went wrong in pages below an address so far: faults of scripts, reports of the policy, what a page wrote to the console. */
  readonly wrong: (home: string) => Promise<readonly string[]>;
}

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export function firefoxPage({ marionette: { send }, output }: Firefox): FirefoxPage {
  const evaluate = async (script: string, ...given: readonly unknown[]) =>
    valueOf(await send('WebDriver:ExecuteScript', { script, args: given, sandbox: 'default', newSandbox: true }));
  const texts = async (css: string) => {
    const found = await evaluate(
      `return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)`,
      css,
    );
    return Array.isArray(found) ? found.map(String) : [];
  };
  const element = async (css: string, begins = '') => {
    let found: unknown = null;
    await until(
      async () => {
        found = await evaluate(
          `return [...document.querySelectorAll(arguments[0])].find((one) => (one.innerText ?? '').trim().startsWith(arguments[1])) ?? null`,
          css,
          begins,
        );
        return found !== null;
      },
      { every: 100 },
    );
    return String(field(found, ELEMENT));
  };
  const inBrowser = async (script: string, ...given: readonly unknown[]) => {
    await send('Marionette:SetContext', { value: 'chrome' });
    try {
      return valueOf(await send('WebDriver:ExecuteScript', { script, args: given }));
    } finally {
      await send('Marionette:SetContext', { value: 'content' });
    }
  };
  return {
    open: async (address) => void (await send('WebDriver:Navigate', { url: address })),
    wide: async (width) => {
      await send('WebDriver:SetWindowRect', { width: Math.max(width, 800), height: 1_000 });
      await inBrowser(
        `const { style } = gBrowser.selectedBrowser; style.minWidth = style.maxWidth = arguments[0] + 'px';`,
        width,
      );
      await until(async () => (await evaluate('return innerWidth')) === width);
    },
    dressed: async (theme) => {
      const setting = 'layout.css.prefers-color-scheme.content-override';
      await inBrowser('Services.prefs.setIntPref(arguments[0], arguments[1])', setting, theme === 'dark' ? 0 : 1);
    },
    evaluate,
    texts,
    saying: async (css, words) => {
      let said: string | undefined;
      await until(
        async () => {
          said = (await texts(css)).find((text) => words.test(text));
          return said !== undefined;
        },
        { every: 100 },
      ).catch(async () => {
        throw new Error(`Nothing at ${css} says ${words.source}: ${JSON.stringify(await texts(css)).slice(0, 2_000)}`);
      });
      return said ?? '';
    },
    click: async (css, begins) => void (await send('WebDriver:ElementClick', { id: await element(css, begins) })),
    type: async (css, text) => void (await send('WebDriver:ElementSendKeys', { id: await element(css), text })),
    settled: async () => {
      await until(async () => (await evaluate(`return document.querySelector('.waiting') === null`)) === true, {
        every: 100,
      });
    },
    barriers: async () => {
      const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const script = `${AXE};
        const tell = arguments[arguments.length - 1];
        window.axe.run(document, { runOnly: arguments[0] }).then(
          ({ violations }) => tell(violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' at ' + node.target.join(' ') + ': ' + node.failureSummary))),
          (error) => tell([String(error)]));`;
      return {
        barriers: valueOf(await send('WebDriver:ExecuteAsyncScript', { script, args: [rules], sandbox: null })),
        over: await evaluate('return document.documentElement.scrollWidth - document.documentElement.clientWidth'),
      };
    },
    wrong: async (home) => {
      const told = await inBrowser(COMPLAINTS, home);
      // RSLoader is Firefox's own: it asks for settings that it does not get here.
      const said = output().match(/^console\.(?:error|warn): (?!RSLoader: ).*$/gm) ?? [];
      return [...(Array.isArray(told) ? told.map(String) : []), ...said];
    },
  };
}

/** What Firefox's own console holds of pages below an address: faults and warnings of scripts, styles and the policy. */
const COMPLAINTS = `
  return Services.console.getMessageArray().flatMap((message) => {
    if (!(message instanceof Ci.nsIScriptError) || !message.sourceName.startsWith(arguments[0])) return [];
    return [message.category + ': ' + message.errorMessage + ' (' + message.sourceName + ':' + message.lineNumber + ')'];
  });`;

function valueOf(answer: unknown): unknown {
  return field(answer, 'value');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}
