/** Floors of the house (ARCHITECTURE.md): a floor imports only floors below it. */
const floors = [
  ['data', 'kernels'],
  ['sql', 'functions', 'storage', 'gpu'],
  ['planner'],
  ['exec'],
  ['frame'],
  ['session', 'result'],
  ['server', 'repl'],
];

const upward = floors.flatMap((rooms, floor) => {
  const above = floors.slice(floor + 1).flat();
  return above.length === 0
    ? []
    : [
        {
          name: `floor-${floor}-looks-up`,
          severity: 'error',
          from: { path: `^src/(${rooms.join('|')})/` },
          to: { path: `^src/(${above.join('|')})/` },
        },
      ];
});

const neighbours = floors[1].map((room) => ({
  name: `${room}-stands-alone`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: `^src/(${floors[1].filter((other) => other !== room).join('|')})/` },
}));

/** Third-party packages come in through one door each. */
const doors = [
  ['libpg-query', '^src/sql/postgres/'],
  ['parquet-wasm', '^src/storage/formats/parquet/'],
  ['piscina', '^src/exec/scheduler/'],
].map(([name, path]) => ({
  name: `one-door-for-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: path },
  to: { path: `node_modules/${name}/` },
}));

module.exports = {
  forbidden: [
    ...upward,
    ...neighbours,
    ...doors,
    { name: 'no-cycles-between-rooms', severity: 'error', from: { path: '^src/([^/]+)/' }, to: { circular: true, pathNot: '^src/$1/' } },
    { name: 'src-imports-no-tests', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|benchmarks|examples)/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/kernels/assembly/' },
  },
};
