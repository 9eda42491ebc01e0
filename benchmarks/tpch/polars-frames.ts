import polars from 'nodejs-polars';
import type { Frame } from '../harness/polars-frames.js';
import { builtOnce, date, group, int32, isLiteral } from '../harness/polars-lazy.js';

const { col, len, lit, when } = polars;

type Scans = Parameters<Frame>[0];

const from = (name: string, text: string) => col(name).gtEq(date(text));
const before = (name: string, text: string) => col(name).lt(date(text));
const year = (name: string) => col(name).date.year();

/** Its decimal products keep two digits only, so what is multiplied becomes a double, which is faster, too. */
const float = (name: string) => col(name).cast(polars.Float64);
const revenue = float('l_extendedprice').mul(lit(1).minus(float('l_discount')));

const on = <L extends string, R extends string>(leftOn: L, rightOn: R) => ({ leftOn, rightOn });
const semi = <L extends string, R extends string>(leftOn: L, rightOn: R) => ({ leftOn, rightOn, how: 'semi' as const });
const anti = <L extends string, R extends string>(leftOn: L, rightOn: R) => ({ leftOn, rightOn, how: 'anti' as const });

/** A key whose largest values come first: a frame has one direction for all keys that it sorts by. */
const downwards = (name: string) => lit(0).minus(float(name));

/** Nations of a region. */
const nationsOf = ({ nation, region }: Scans, name: string) =>
  nation.join(region.filter(col('r_name').eq(lit(name))), semi('n_regionkey', 'r_regionkey'));

const oneNation = ({ nation }: Scans, name: string) => nation.filter(col('n_name').eq(lit(name)));

/** The TPC-H queries in Polars' own API, joined in the order of their sizes, as it keeps the order that is written. */
export const tpchFrames: Readonly<Record<string, Frame>> = builtOnce({
  tpch_q01: ({ lineitem }) => {
    const discounted = col('l_extendedprice').mul(lit(1).minus(col('l_discount')));
    const lines = lineitem
      .filter(col('l_shipdate').ltEq(date('1998-09-02')))
      .withColumns(...['l_quantity', 'l_extendedprice', 'l_discount', 'l_tax'].map(float));
    return group(lines, 'l_returnflag', 'l_linestatus')
      .agg(
        col('l_quantity').sum().alias('sum_qty'),
        col('l_extendedprice').sum().alias('sum_base_price'),
        discounted.sum().alias('sum_disc_price'),
        discounted
          .mul(lit(1).plus(col('l_tax')))
          .sum()
          .alias('sum_charge'),
        col('l_quantity').mean().alias('avg_qty'),
        col('l_extendedprice').mean().alias('avg_price'),
        col('l_discount').mean().alias('avg_disc'),
        len().alias('count_order'),
      )
      .sort(['l_returnflag', 'l_linestatus']);
  },

  // The cheapest of a part's European suppliers: a window over the rows that the query joins anyway.
  tpch_q02: (scans) => {
    const { part, partsupp, supplier } = scans;
    return part
      .filter(col('p_size').eq(int32(15)).and(col('p_type').str.endsWith('BRASS')))
      .join(partsupp, on('p_partkey', 'ps_partkey'))
      .join(supplier.join(nationsOf(scans, 'EUROPE'), on('s_nationkey', 'n_nationkey')), on('ps_suppkey', 's_suppkey'))
      .filter(col('ps_supplycost').eq(col('ps_supplycost').min().over('p_partkey')))
      .select('s_acctbal', 's_name', 'n_name', 'p_partkey', 'p_mfgr', 's_address', 's_phone', 's_comment')
      .sort([downwards('s_acctbal'), col('n_name'), col('s_name'), col('p_partkey')])
      .limit(100);
  },

  tpch_q03: ({ customer, orders, lineitem }) => {
    const lines = lineitem
      .filter(col('l_shipdate').gt(date('1995-03-15')))
      .join(
        orders
          .filter(before('o_orderdate', '1995-03-15'))
          .join(customer.filter(col('c_mktsegment').eq(lit('BUILDING'))), semi('o_custkey', 'c_custkey')),
        on('l_orderkey', 'o_orderkey'),
      )
      .withColumns(revenue.alias('revenue'));
    return group(lines, 'l_orderkey', 'o_orderdate', 'o_shippriority')
      .agg(col('revenue').sum())
      .select('l_orderkey', 'revenue', 'o_orderdate', 'o_shippriority')
      .sort([downwards('revenue'), col('o_orderdate')])
      .limit(10);
  },

  // Joined and made unique rather than as a semi join, which would keep a hash table of the larger side.
  tpch_q04: ({ orders, lineitem }) =>
    group(
      lineitem
        .filter(col('l_commitdate').lt(col('l_receiptdate')))
        .join(orders.filter(from('o_orderdate', '1993-07-01').and(before('o_orderdate', '1993-10-01'))), on('l_orderkey', 'o_orderkey'))
        .unique('l_orderkey'),
      'o_orderpriority',
    )
      .agg(len().alias('order_count'))
      .sort('o_orderpriority'),

  tpch_q05: (scans) => {
    const { customer, orders, lineitem, supplier } = scans;
    const lines = lineitem
      .join(
        orders
          .filter(from('o_orderdate', '1994-01-01').and(before('o_orderdate', '1995-01-01')))
          .join(customer.join(nationsOf(scans, 'ASIA'), on('c_nationkey', 'n_nationkey')), on('o_custkey', 'c_custkey')),
        on('l_orderkey', 'o_orderkey'),
      )
      .join(supplier, { leftOn: ['l_suppkey', 'c_nationkey'], rightOn: ['s_suppkey', 's_nationkey'] })
      .withColumns(revenue.alias('revenue'));
    return group(lines, 'n_name').agg(col('revenue').sum()).sort('revenue', true);
  },

  tpch_q06: ({ lineitem }) =>
    lineitem
      .filter(
        from('l_shipdate', '1994-01-01')
          .and(before('l_shipdate', '1995-01-01'))
          .and(float('l_discount').gtEq(0.05))
          .and(float('l_discount').ltEq(0.07))
          .and(float('l_quantity').lt(24)),
      )
      .select(float('l_extendedprice').mul(float('l_discount')).sum().alias('revenue')),

  tpch_q07: ({ supplier, lineitem, orders, customer, nation }) => {
    const two = nation.filter(col('n_name').isIn(['FRANCE', 'GERMANY']));
    const suppliers = supplier.join(two, on('s_nationkey', 'n_nationkey')).select('s_suppkey', col('n_name').alias('supp_nation'));
    const customers = customer.join(two, on('c_nationkey', 'n_nationkey')).select('c_custkey', col('n_name').alias('cust_nation'));
    const lines = lineitem
      .filter(from('l_shipdate', '1995-01-01').and(col('l_shipdate').ltEq(date('1996-12-31'))))
      .join(suppliers, on('l_suppkey', 's_suppkey'))
      .join(orders.join(customers, on('o_custkey', 'c_custkey')), on('l_orderkey', 'o_orderkey'))
      .filter(col('supp_nation').neq(col('cust_nation')))
      .withColumns(year('l_shipdate').alias('l_year'), revenue.alias('revenue'));
    const keys = ['supp_nation', 'cust_nation', 'l_year'];
    return group(lines, ...keys)
      .agg(col('revenue').sum())
      .sort(keys);
  },

  tpch_q08: (scans) => {
    const { part, supplier, lineitem, orders, customer, nation } = scans;
    const lines = lineitem
      .join(part.filter(col('p_type').eq(lit('ECONOMY ANODIZED STEEL'))), semi('l_partkey', 'p_partkey'))
      .join(
        orders.filter(from('o_orderdate', '1995-01-01').and(col('o_orderdate').ltEq(date('1996-12-31')))),
        on('l_orderkey', 'o_orderkey'),
      )
      .join(customer.join(nationsOf(scans, 'AMERICA'), semi('c_nationkey', 'n_nationkey')), semi('o_custkey', 'c_custkey'))
      .join(supplier.join(nation, on('s_nationkey', 'n_nationkey')), on('l_suppkey', 's_suppkey'))
      .select(year('o_orderdate').alias('o_year'), 'n_name', revenue.alias('volume'));
    return group(lines, 'o_year')
      .agg(
        col('volume')
          .filter(col('n_name').eq(lit('BRAZIL')))
          .sum()
          .div(col('volume').sum())
          .alias('mkt_share'),
      )
      .sort('o_year');
  },

  tpch_q09: ({ part, supplier, lineitem, partsupp, orders, nation }) => {
    const green = part.filter(col('p_name').str.contains('green', isLiteral));
    const lines = lineitem
      .join(green, semi('l_partkey', 'p_partkey'))
      .join(partsupp.join(green, semi('ps_partkey', 'p_partkey')), {
        leftOn: ['l_partkey', 'l_suppkey'],
        rightOn: ['ps_partkey', 'ps_suppkey'],
      })
      .join(supplier.join(nation, on('s_nationkey', 'n_nationkey')), on('l_suppkey', 's_suppkey'))
      .join(orders, on('l_orderkey', 'o_orderkey'))
      .select(
        col('n_name').alias('nation'),
        year('o_orderdate').alias('o_year'),
        revenue.minus(float('ps_supplycost').mul(float('l_quantity'))).alias('sum_profit'),
      );
    return group(lines, 'nation', 'o_year')
      .agg(col('sum_profit').sum())
      .sort([col('nation'), downwards('o_year')]);
  },

  tpch_q10: ({ customer, orders, lineitem, nation }) => {
    const lines = lineitem
      .filter(col('l_returnflag').eq(lit('R')))
      .join(
        orders.filter(from('o_orderdate', '1993-10-01').and(before('o_orderdate', '1994-01-01'))).select('o_orderkey', 'o_custkey'),
        on('l_orderkey', 'o_orderkey'),
      )
      .withColumns(revenue.alias('revenue'));
    // A customer's other columns depend on the key, so they join the groups.
    return group(lines, 'o_custkey')
      .agg(col('revenue').sum())
      .join(customer, on('o_custkey', 'c_custkey'))
      .join(nation, on('c_nationkey', 'n_nationkey'))
      .select(col('o_custkey').alias('c_custkey'), 'c_name', 'revenue', 'c_acctbal', 'n_name', 'c_address', 'c_phone', 'c_comment')
      .sort('revenue', true)
      .limit(20);
  },

  // The sum of the groups' sums is that of the subquery.
  tpch_q11: (scans) => {
    const { partsupp, supplier } = scans;
    const stock = partsupp
      .join(supplier.join(oneNation(scans, 'GERMANY'), semi('s_nationkey', 'n_nationkey')), semi('ps_suppkey', 's_suppkey'))
      .select('ps_partkey', float('ps_supplycost').mul(col('ps_availqty')).alias('value'));
    return group(stock, 'ps_partkey')
      .agg(col('value').sum())
      .filter(col('value').gt(col('value').sum().mul(0.0001)))
      .sort('value', true);
  },

  tpch_q12: ({ orders, lineitem }) => {
    const isHigh = col('o_orderpriority').isIn(['1-URGENT', '2-HIGH']);
    const lines = lineitem
      .filter(
        col('l_shipmode')
          .isIn(['MAIL', 'SHIP'])
          .and(col('l_commitdate').lt(col('l_receiptdate')))
          .and(col('l_shipdate').lt(col('l_commitdate')))
          .and(from('l_receiptdate', '1994-01-01'))
          .and(before('l_receiptdate', '1995-01-01')),
      )
      .join(orders, on('l_orderkey', 'o_orderkey'));
    return group(lines, 'l_shipmode')
      .agg(isHigh.sum().alias('high_line_count'), isHigh.not().sum().alias('low_line_count'))
      .sort('l_shipmode');
  },

  // Counted by customer before the join, which then gives a row for each customer.
  tpch_q13: ({ customer, orders }) => {
    const counts = group(orders.filter(col('o_comment').str.contains('special.*requests').not()), 'o_custkey').agg(len().alias('c_count'));
    const customers = customer
      .select('c_custkey')
      .join(counts, { leftOn: 'c_custkey', rightOn: 'o_custkey', how: 'left' })
      .select(col('c_count').fillNull(0));
    return group(customers, 'c_count')
      .agg(len().alias('custdist'))
      .sort({ by: ['custdist', 'c_count'], descending: true });
  },

  tpch_q14: ({ lineitem, part }) =>
    lineitem
      .filter(from('l_shipdate', '1995-09-01').and(before('l_shipdate', '1995-10-01')))
      .join(part, on('l_partkey', 'p_partkey'))
      .select(col('p_type').str.startsWith('PROMO').alias('is_promo'), revenue.alias('revenue'))
      .select(when(col('is_promo')).then(col('revenue')).otherwise(lit(0)).sum().mul(100).div(col('revenue').sum()).alias('promo_revenue')),

  tpch_q15: ({ lineitem, supplier }) =>
    group(
      lineitem
        .filter(from('l_shipdate', '1996-01-01').and(before('l_shipdate', '1996-04-01')))
        .select('l_suppkey', revenue.alias('total_revenue')),
      'l_suppkey',
    )
      .agg(col('total_revenue').sum())
      .filter(col('total_revenue').eq(col('total_revenue').max()))
      .join(supplier, on('l_suppkey', 's_suppkey'))
      .select(col('l_suppkey').alias('s_suppkey'), 's_name', 's_address', 's_phone', 'total_revenue')
      .sort('s_suppkey'),

  tpch_q16: ({ partsupp, part, supplier }) => {
    const offers = partsupp
      .join(
        part.filter(
          col('p_brand')
            .neq(lit('Brand#45'))
            .and(col('p_type').str.startsWith('MEDIUM POLISHED').not())
            .and(col('p_size').isIn(lit(polars.Series('sizes', [49, 14, 23, 45, 19, 3, 36, 9], polars.Int32)))),
        ),
        on('ps_partkey', 'p_partkey'),
      )
      .join(supplier.filter(col('s_comment').str.contains('Customer.*Complaints')), anti('ps_suppkey', 's_suppkey'));
    return group(offers, 'p_brand', 'p_type', 'p_size')
      .agg(col('ps_suppkey').nUnique().alias('supplier_cnt'))
      .sort([downwards('supplier_cnt'), col('p_brand'), col('p_type'), col('p_size')]);
  },

  // The join keeps all lines of a part, so the average is one over its result. A sum of no rows is NULL in SQL, not 0.
  tpch_q17: ({ lineitem, part }) =>
    lineitem
      .join(
        part.filter(
          col('p_brand')
            .eq(lit('Brand#23'))
            .and(col('p_container').eq(lit('MED BOX'))),
        ),
        semi('l_partkey', 'p_partkey'),
      )
      .select('l_partkey', float('l_quantity'), float('l_extendedprice'))
      .filter(col('l_quantity').lt(col('l_quantity').mean().over('l_partkey').mul(0.2)))
      .select(when(len().gt(0)).then(col('l_extendedprice').sum().div(7)).otherwise(lit(null)).alias('avg_yearly')),

  // An order's groups in the subquery and in the query are the same lines.
  tpch_q18: ({ customer, orders, lineitem }) =>
    group(lineitem.select('l_orderkey', float('l_quantity')), 'l_orderkey')
      .agg(col('l_quantity').sum())
      .filter(col('l_quantity').gt(300))
      .join(orders, on('l_orderkey', 'o_orderkey'))
      .join(customer, on('o_custkey', 'c_custkey'))
      .select(
        'c_name',
        col('o_custkey').alias('c_custkey'),
        col('l_orderkey').alias('o_orderkey'),
        'o_orderdate',
        'o_totalprice',
        'l_quantity',
      )
      .sort([downwards('o_totalprice'), col('o_orderdate')])
      .limit(100),

  // What the three cases share of each table is filtered before the join.
  tpch_q19: ({ lineitem, part }) => {
    const cases = [
      { brand: 'Brand#12', containers: ['SM CASE', 'SM BOX', 'SM PACK', 'SM PKG'], least: 1, size: 5 },
      { brand: 'Brand#23', containers: ['MED BAG', 'MED BOX', 'MED PKG', 'MED PACK'], least: 10, size: 10 },
      { brand: 'Brand#34', containers: ['LG CASE', 'LG BOX', 'LG PACK', 'LG PKG'], least: 20, size: 15 },
    ].map(({ brand, containers, least, size }) => {
      const isPart = col('p_brand')
        .eq(lit(brand))
        .and(col('p_container').isIn(containers))
        .and(col('p_size').gtEq(int32(1)))
        .and(col('p_size').ltEq(int32(size)));
      const isQuantity = col('l_quantity')
        .gtEq(least)
        .and(col('l_quantity').ltEq(least + 10));
      return { isPart, isQuantity, isBoth: col('p_brand').eq(lit(brand)).and(isQuantity) };
    });
    return lineitem
      .filter(
        col('l_shipmode')
          .isIn(['AIR', 'AIR REG'])
          .and(col('l_shipinstruct').eq(lit('DELIVER IN PERSON'))),
      )
      .select('l_partkey', float('l_quantity'), revenue.alias('revenue'))
      .join(part.filter(cases.map(({ isPart }) => isPart).reduce((a, b) => a.or(b))), on('l_partkey', 'p_partkey'))
      .filter(cases.map(({ isBoth }) => isBoth).reduce((a, b) => a.or(b)))
      .select(col('revenue').sum());
  },

  tpch_q20: (scans) => {
    const { supplier, partsupp, part, lineitem } = scans;
    const keys = ['l_partkey', 'l_suppkey'];
    const forest = part.filter(col('p_name').str.startsWith('forest'));
    const lines = lineitem
      .filter(from('l_shipdate', '1994-01-01').and(before('l_shipdate', '1995-01-01')))
      .join(forest, semi('l_partkey', 'p_partkey'))
      .select(...keys, float('l_quantity'));
    const surplus = group(lines, ...keys)
      .agg(col('l_quantity').sum().mul(0.5))
      .join(partsupp, { leftOn: keys, rightOn: ['ps_partkey', 'ps_suppkey'] })
      .filter(col('ps_availqty').gt(col('l_quantity')));
    return supplier
      .join(oneNation(scans, 'CANADA'), semi('s_nationkey', 'n_nationkey'))
      .join(surplus, semi('s_suppkey', 'l_suppkey'))
      .select('s_name', 's_address')
      .sort('s_name');
  },

  // Another supplier is there when an order's smallest and largest differ; another that is late, when those of the late lines do.
  tpch_q21: (scans) => {
    const { supplier, lineitem, orders } = scans;
    const isLate = col('l_receiptdate').gt(col('l_commitdate'));
    const waiting = lineitem
      .filter(isLate)
      .join(supplier.join(oneNation(scans, 'SAUDI ARABIA'), semi('s_nationkey', 'n_nationkey')), on('l_suppkey', 's_suppkey'))
      .join(orders.filter(col('o_orderstatus').eq(lit('F'))), on('l_orderkey', 'o_orderkey'))
      .select('l_orderkey', 's_name');
    const alone = group(
      lineitem.join(waiting, semi('l_orderkey', 'l_orderkey')).select('l_orderkey', 'l_suppkey', isLate.alias('is_late')),
      'l_orderkey',
    )
      .agg(
        col('l_suppkey').min().alias('first'),
        col('l_suppkey').max().alias('last'),
        col('l_suppkey').filter(col('is_late')).min().alias('first_late'),
        col('l_suppkey').filter(col('is_late')).max().alias('last_late'),
      )
      .filter(
        col('first')
          .neq(col('last'))
          .and(col('first_late').eq(col('last_late'))),
      );
    return group(waiting.join(alone, semi('l_orderkey', 'l_orderkey')), 's_name')
      .agg(len().alias('numwait'))
      .sort([downwards('numwait'), col('s_name')])
      .limit(100);
  },

  tpch_q22: ({ customer, orders }) => {
    const customers = customer
      .select('c_custkey', col('c_phone').str.slice(0, 2).alias('cntrycode'), float('c_acctbal'))
      .filter(col('cntrycode').isIn(['13', '31', '23', '29', '30', '18', '17']))
      .filter(col('c_acctbal').gt(col('c_acctbal').filter(col('c_acctbal').gt(0)).mean()))
      .join(orders, anti('c_custkey', 'o_custkey'));
    return group(customers, 'cntrycode').agg(len().alias('numcust'), col('c_acctbal').sum().alias('totacctbal')).sort('cntrycode');
  },
});
