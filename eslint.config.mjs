import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * The import law (docs/architecture.md): a lib sees only what stands to its left; `probe` and everything right of it may do I/O.
 */
const ORDER = [
  'certificates',
  'fleet',
  'formats',
  'selection',
  'rules',
  'planning',
  'query',
  'views',
  'alerts',
  'channels',
  'probe',
  'delivery',
  'store',
  'queue',
];
const PURE = new Set(ORDER.slice(0, ORDER.indexOf('probe')));

const impureModules = [
  { regex: '^node:(?!crypto$)', message: 'Pure code does no I/O: pass the value in.' },
  { regex: '^(@nestjs/|typeorm|pg$|bullmq|ioredis|pino|fastify)', message: 'Frameworks stay at the edge.' },
];
const impureGlobals = ['process', 'fetch', 'setTimeout', 'setInterval', 'performance', 'Buffer', 'console'].map(
  (name) => ({
    name,
    message: 'Pure code has no I/O, clock or randomness and runs in a browser: pass the value in.',
  }),
);
const impureSyntax = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'No clock in pure code: the instant is an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'No clock in pure code: the instant is an argument.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'No randomness in pure code.',
  },
];
/** Pure code answers at once. So no promise can be forgotten there, and the costly rules that look for one need not ask for types. */
const promises = [
  ':function[async=true]',
  'AwaitExpression',
  'ForOfStatement[await=true]',
  'ImportExpression',
  "Identifier[name='Promise']",
  "CallExpression[callee.property.name='then']",
].map((selector) => ({
  selector,
  message: 'No promises in pure code: the value is an argument, the answer a result.',
}));
const taste = [
  { selector: 'ExportAllDeclaration', message: 'No barrels: import the file that says it.' },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
];

function lawFor(lib) {
  const right = ORDER.slice(ORDER.indexOf(lib) + 1);
  const patterns = [
    { regex: '(^|/)apps/', message: 'Libs do not know the processes that use them.' },
    ...right.map((name) => ({
      regex: `^#libs/${name}/|^(\\.\\./)+${name}/`,
      message: `${lib} stands left of ${name}: it may not import it.`,
    })),
    ...(PURE.has(lib) ? impureModules : []),
    ...(lib === 'queue' ? [] : [{ regex: '^bullmq', message: 'libs/queue is the only import of bullmq.' }]),
    ...(lib === 'certificates'
      ? []
      : [{ regex: '^@peculiar/x509', message: 'libs/certificates/x509.ts is the only import of @peculiar/x509.' }]),
    { regex: '^@nestjs/', message: 'No Nest in libs.' },
  ];
  return {
    files: [`libs/${lib}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      ...(PURE.has(lib)
        ? {
            'no-restricted-globals': ['error', ...impureGlobals],
            'no-restricted-syntax': [
              'error',
              ...taste,
              ...impureSyntax,
              ...promises,
              { selector: 'ClassDeclaration', message: 'No classes in the pure libs.' },
            ],
            '@typescript-eslint/no-floating-promises': 'off',
            '@typescript-eslint/no-misused-promises': 'off',
          }
        : {}),
    },
  };
}

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'coverage/**',
      '.data/**',
      'libs/query/grammar.ts',
      'apps/console/client/schema.ts',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', ...taste],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      'max-params': ['error', 4],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': 'off', // the compiler finds them: noUnusedLocals, noUnusedParameters
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      complexity: 'off',
      // Two thirds of the time of lint. In a test a promise nobody waits for is what hides a failure, and that rule stands.
      '@typescript-eslint/no-misused-promises': 'off',
    },
  },
  ...ORDER.map(lawFor),
  {
    files: ['apps/console/**/*.ts', 'apps/console/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      // The two rules of hooks. The others of the plugin are for React's compiler, which is not used here.
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...impureModules,
            ...ORDER.filter((name) => !PURE.has(name)).map((name) => ({
              regex: `^#libs/${name}/`,
              message: 'The console runs in a browser: of the libs it knows the pure ones.',
            })),
            {
              regex: '(^|/)(api|worker|projector|decoder)/',
              message: 'The console asks the API over HTTP.',
            },
            {
              regex: '/cli/(?!(words|text|plan|render)/|answers\\.js|failure\\.js)',
              message: 'Of the command line the console shares only how it words things.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['apps/**/*.ts'],
    ignores: ['apps/console/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^bullmq', message: 'libs/queue is the only import of bullmq.' },
            { regex: '^@peculiar/x509', message: 'libs/certificates/x509.ts is the only import of @peculiar/x509.' },
          ],
        },
      ],
    },
  },
);
