import { availableParallelism } from 'node:os';

/**
 * Three kinds of test, told apart by their names:
 *   x.spec.ts       beside the code, pure, no I/O
 *   x.pg.spec.ts    needs PostgreSQL: each file gets a database cloned from a migrated template
 *   test/e2e/*.e2e.spec.ts, test/console/*.e2e.spec.ts   real processes, a real browser
 * The last two need `npm run build` first, and a PostgreSQL that `test/support/global-setup.mjs` starts.
 */
const base = {
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/test/support/environment.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      },
    ],
  },
  moduleNameMapper: {
    '^#libs/(.*)\\.js$': '<rootDir>/libs/$1.ts',
    '^#migrations/(.*)\\.js$': '<rootDir>/migrations/$1.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  injectGlobals: false,
  setupFiles: ['reflect-metadata'],
};

const database = {
  ...base,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

export default {
  testTimeout: 120_000,
  // Many suites wait for other processes. On two cores jest would run one at a time.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  projects: [
    {
      ...base,
      displayName: 'pure',
      testMatch: ['<rootDir>/{libs,apps,scripts,test,bench}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.pg\\.spec\\.ts$', '\\.e2e\\.spec\\.ts$'],
    },
    { ...database, displayName: 'pg', testMatch: ['<rootDir>/{libs,apps,migrations,test}/**/*.pg.spec.ts'] },
    { ...database, displayName: 'e2e', testMatch: ['<rootDir>/test/{e2e,console}/**/*.e2e.spec.ts'] },
  ],
};
