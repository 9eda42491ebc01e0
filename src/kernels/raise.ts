import {
  frameOffsetError,
  rangeOffsetError,
  divisionByZero,
  InternalError,
  invalidEscape,
  invalidText,
  likeTrailingEscape,
  outOfMemory,
  outOfRange,
  SqlError,
  textOutOfRange,
  unitNotRecognized,
  unitNotSupported,
} from '../errors.js';

/** Reads the argument of a raise: a number as it is, or the string of the view at that address. */
export interface RaiseArgument {
  number(): number;
  text(): string;
}

/**
 * Every error that kernels and compiled code can raise, by the number that crosses the WebAssembly boundary. AssemblyScript sources use the
 * same numbers (assembly/raise.ts). Ranges: 1 core and numeric, 50 text, 100 date and time, 150 casts, 200 operators.
 */
const RAISES = {
  out_of_memory: [1, () => outOfMemory('the arena')],
  division_by_zero: [2, () => divisionByZero()],
  smallint_out_of_range: [3, () => outOfRange('smallint')],
  integer_out_of_range: [4, () => outOfRange('integer')],
  bigint_out_of_range: [5, () => outOfRange('bigint')],
  real_out_of_range: [6, () => new SqlError('22003', 'value out of range: overflow')],
  double_out_of_range: [7, () => new SqlError('22003', 'value out of range: overflow')],
  numeric_out_of_range: [
    8,
    () =>
      new SqlError('22003', 'numeric field overflow', {
        detail: 'A value needs more digits than its type, or than the 38 that a numeric can hold.',
      }),
  ],
  ntile_argument: [10, () => new SqlError('22014', 'argument of ntile must be greater than zero')],
  nth_value_argument: [11, () => new SqlError('22016', 'argument of nth_value must be greater than zero')],
  negative_square_root: [12, () => new SqlError('2201F', 'cannot take square root of a negative number')],
  percentile_out_of_range: [13, () => new SqlError('22003', 'percentile value is not between 0 and 1')],
  float_underflow: [9, () => new SqlError('22003', 'value out of range: underflow')],
  outside_statistics: [14, () => new SqlError('XX001', 'a value lies outside of the bounds that its file states for the column')],
  negative_substring_length: [50, () => new SqlError('22011', 'negative substring length not allowed')],
  like_trailing_escape: [51, () => likeTrailingEscape()],
  invalid_escape: [52, () => invalidEscape()],
  field_position_zero: [53, () => new SqlError('22023', 'field position must not be zero')],
  text_too_long: [54, () => new SqlError('54000', 'requested length too large')],
  byte_index_out_of_range: [55, () => new SqlError('2202E', 'index out of valid range')],
  date_out_of_range: [100, () => new SqlError('22008', 'date out of range')],
  timestamp_out_of_range: [101, () => new SqlError('22008', 'timestamp out of range')],
  interval_out_of_range: [102, () => new SqlError('22008', 'interval out of range')],
  infinite_date_subtraction: [103, () => new SqlError('22008', 'cannot subtract infinite dates')],
  infinite_timestamp_subtraction: [104, () => new SqlError('22008', 'cannot subtract infinite timestamps')],
  date_out_of_range_for_timestamp: [105, () => new SqlError('22008', 'date out of range for timestamp')],
  date_unit_not_recognized: [110, (unit) => unitNotRecognized(unit.text(), 'date')],
  date_unit_not_supported: [111, (unit) => unitNotSupported(unit.text(), 'date')],
  timestamp_unit_not_recognized: [112, (unit) => unitNotRecognized(unit.text(), 'timestamp without time zone')],
  timestamp_unit_not_supported: [113, (unit) => unitNotSupported(unit.text(), 'timestamp without time zone')],
  time_unit_not_recognized: [114, (unit) => unitNotRecognized(unit.text(), 'time without time zone')],
  time_unit_not_supported: [115, (unit) => unitNotSupported(unit.text(), 'time without time zone')],
  invalid_smallint: [150, (text) => invalidText('smallint', text.text())],
  invalid_integer: [151, (text) => invalidText('integer', text.text())],
  invalid_bigint: [152, (text) => invalidText('bigint', text.text())],
  smallint_text_out_of_range: [153, (text) => textOutOfRange('smallint', text.text())],
  integer_text_out_of_range: [154, (text) => textOutOfRange('integer', text.text())],
  bigint_text_out_of_range: [155, (text) => textOutOfRange('bigint', text.text())],
  scalar_subquery_rows: [200, () => new SqlError('21000', 'more than one row returned by a subquery used as an expression')],
  frame_start_null: [201, () => frameOffsetError('starting', 'null')],
  frame_start_negative: [202, () => frameOffsetError('starting', 'negative')],
  frame_end_null: [203, () => frameOffsetError('ending', 'null')],
  frame_end_negative: [204, () => frameOffsetError('ending', 'negative')],
  frame_range_negative: [205, () => rangeOffsetError()],
} as const satisfies Record<string, readonly [number, (argument: RaiseArgument) => SqlError]>;

export type RaiseName = keyof typeof RAISES;

export const raiseCode = (name: RaiseName): number => RAISES[name][0];

const byCode = new Map<number, (argument: RaiseArgument) => SqlError>(Object.values(RAISES).map(([code, make]) => [code, make]));

/** The error that a raise of `code` stands for. */
export function raisedError(code: number, argument: RaiseArgument): SqlError {
  return byCode.get(code)?.(argument) ?? new InternalError(`unknown raise ${code}`);
}
