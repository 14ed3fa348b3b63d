import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** Not sources: packages and what the tools write. */
const NO_SOURCES = /^(?:\.|node_modules$|dist$|coverage$|test-results$|playwright-report$)/;
/** AssemblyScript, which the kernels' own compiler checks. */
const ASSEMBLY = /^src[/\\]kernels[/\\]assembly/;

const sources = readdirSync('.')
  .filter((name) => !NO_SOURCES.test(name))
  .flatMap((name) =>
    statSync(name).isDirectory()
      ? readdirSync(name, { recursive: true, encoding: 'utf8' }).map((file) => join(name, file))
      : name,
  )
  .filter((file) => /\.tsx?$/.test(file) && !ASSEMBLY.test(file));

const fail = ({ messageText }: ts.Diagnostic) => expect.fail(ts.flattenDiagnosticMessageText(messageText, '\n'));

interface Project {
  readonly references: readonly { readonly path: string }[];
}

function filesOf(path: string): readonly string[] {
  const config = statSync(path).isDirectory() ? join(path, 'tsconfig.json') : path;
  const parsed = ts.getParsedCommandLineOfConfigFile(
    config,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  return (parsed?.fileNames ?? []).map((file) => resolve(file));
}

// The linter takes a file outside every project for one without settings, and the compiler does not see it at all.
it('has every TypeScript file in a project that the compiler and the linter look through', () => {
  const { references } = JSON.parse(ts.sys.readFile('tsconfig.json') ?? '') as Project;
  const known = new Set(references.flatMap(({ path }) => filesOf(path)));
  expect(sources.length).toBeGreaterThan(1000);
  expect(sources.filter((file) => !known.has(resolve(file)))).toEqual([]);
});
