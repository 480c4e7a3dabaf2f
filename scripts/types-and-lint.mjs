/**
 * What `tsc --noEmit` and `eslint --max-warnings 0 .` say, from one reading of the sources: both need the same program with the same types, and
 * making it twice costs as much as all the rest. A second run reads again only what changed.
 */
import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The program as a tsconfig.json describes it. Its findings are kept in the same file as those of `tsc`. */
function programOf(configFile) {
  const config = ts.getParsedCommandLineOfConfigFile(
    `${root}${configFile}`,
    { noEmit: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => complain([problem]) },
  );
  if (config === undefined) process.exit(1);
  const host = ts.createIncrementalCompilerHost(config.options);
  // The rules walk from a node to its parents.
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, options, ...rest) => read(name, { ...asOptions(options), setParentNodes: true }, ...rest);
  return ts.createIncrementalProgram({ rootNames: config.fileNames, options: config.options, host });
}

function asOptions(options) {
  return typeof options === 'object' ? options : { languageVersion: options };
}

function complain(problems) {
  console.error(
    ts.formatDiagnostics(problems, {
      getCurrentDirectory: () => root,
      getCanonicalFileName: (name) => name,
      getNewLine: () => '\n',
    }),
  );
}

function problemsOf(program) {
  const problems = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ];
  program.emit(); // only the record of what was found: `noEmit` stands
  return problems;
}

/** The parser of the configuration, given the programs that are there already instead of one of its own. */
function parserOver(programs) {
  const { parser } = tseslint;
  return {
    meta: { name: 'typescript-eslint over one program', version: parser.meta.version },
    parseForESLint: (code, options) => parser.parseForESLint(code, { ...options, projectService: false, programs }),
  };
}

async function lint(programs) {
  const eslint = new ESLint({
    cwd: root,
    cache: true,
    cacheLocation: `${root}node_modules/.cache/eslint`,
    cacheStrategy: 'content',
    overrideConfig: [{ files: ['**/*.ts', '**/*.tsx'], languageOptions: { parser: parserOver(programs) } }],
  });
  const results = await eslint.lintFiles(['.']);
  const formatter = await eslint.loadFormatter('stylish');
  const text = await formatter.format(results);
  if (text !== '') console.error(text);
  return results.every(({ errorCount, warningCount }) => errorCount + warningCount === 0);
}

// The console knows a browser where everything else knows Node: it is a program of its own.
const programs = ['tsconfig.json', 'apps/console/tsconfig.json'].map(programOf);
const problems = programs.flatMap(problemsOf);
if (problems.length > 0) complain(problems);
const clean = await lint(programs.map((program) => program.getProgram()));
process.exitCode = problems.length === 0 && clean ? 0 : 1;
