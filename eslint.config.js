import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'build', 'coverage', 'src/kernels/assembly'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      // Values of SQL types meet JavaScript's loosest ones in function tables; each use states its reason by its place.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['test/**', 'benchmarks/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: '#quern/index.js', message: "The API is tested as it ships: import 'quern'." }] },
      ],
    },
  },
  { files: ['eslint.config.js', '.dependency-cruiser.js'], rules: { 'no-restricted-syntax': 'off' } },
);
