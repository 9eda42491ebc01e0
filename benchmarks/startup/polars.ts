import polars from 'nodejs-polars';

const context = polars.SQLContext({ one: polars.DataFrame({ a: [1] }) });
console.log(context.execute('select a from one', { eager: true }).rows());
