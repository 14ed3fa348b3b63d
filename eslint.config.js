import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const typescript = '**/*.{ts,tsx}';
const tests = ['**/*.test.{ts,tsx}', 'e2e/**/*.ts'];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that a thing has one name everywhere.',
};
const noNamespaceD3 = {
  selector: 'ImportDeclaration[source.value="d3"] > ImportNamespaceSpecifier',
  message: 'Import the functions by name: the whole of d3 is several times as large.',
};
const seeded = 'Use the seeded generator in src/numerics: the same settings must give the same numbers.';
const noClock = 'The engine knows no clock: pass times in from outside.';

export default defineConfig(
  globalIgnores([
    'dist/',
    '.tsbuild/',
    'node_modules/',
    'test-results/',
    'playwright-report/',
    'coverage/',
    // Generated from the AssemblyScript sources, which are a language of their own.
    'src/kernels/binary*.ts',
    'src/kernels/assembly*/',
    'src/kernels/build/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        Buffer: 'readonly',
        URL: 'readonly',
        WebAssembly: 'readonly',
      },
    },
  },
  {
    files: [typescript],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        // One program for all folders: a program for each would check the types of the others again.
        project: ['tsconfig.lint.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Indexing a typed array inside its bounds is the normal case here; noUncheckedIndexedAccess makes each a `!`.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // There are no enums here and hardly a class that a literal could pass for; the two take a third of the time of all rules.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', noDefaultExport, noNamespaceD3],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: seeded },
        { object: 'Date', property: 'now', message: noClock },
        { object: 'performance', property: 'now', message: noClock },
      ],
      'no-restricted-globals': [
        'error',
        ...['Date', 'performance'].map((name) => ({ name, message: noClock })),
        ...['window', 'document', 'navigator', 'self', 'location', 'localStorage', 'fetch', 'process'].map((name) => ({
          name,
          message: 'The engine runs anywhere: pass what it needs in from outside.',
        })),
      ],
    },
  },
  {
    files: ['app/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended, a11y.configs.recommended],
    rules: { 'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: seeded }] },
  },
  {
    files: tests,
    rules: { 'max-lines-per-function': 'off', 'no-restricted-globals': 'off' },
  },
  {
    files: ['*.config.ts', 'e2e/**/*.ts', 'bench/**/*.ts', 'reference/**/*.ts', 'zoo/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // The tools read their settings from a default export.
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
