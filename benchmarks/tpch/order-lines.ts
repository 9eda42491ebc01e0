import type { RowCounts } from './row-counts.js';
import { RandomStream } from './stream.js';
import { dayOf, retailPrice } from './values.js';

/** The most lines of an order. */
export const MOST_LINES = 7;
/** The day on which the specification's world stands: what was received by then can have been returned. */
export const CURRENT_DAY = dayOf(1995, 6, 17);
/** The last day of an order leaves room for 121 days to ship and 30 to receive. */
const LAST_ORDER_DAY = dayOf(1998, 12, 31) - 151;

/** What orders and lineitem both know of an order and its lines, order after order. Prices are in cents, discount and tax in percent. */
export class OrderLines {
  orderDay = 0;
  lineCount = 0;
  readonly quantity = new Int32Array(MOST_LINES);
  readonly discount = new Int32Array(MOST_LINES);
  readonly tax = new Int32Array(MOST_LINES);
  readonly part = new Int32Array(MOST_LINES);
  readonly price = new Int32Array(MOST_LINES);
  readonly shipDay = new Int32Array(MOST_LINES);
  private key = 0;

  private readonly dates = new RandomStream(1066728069, 1);
  private readonly lineCounts = new RandomStream(1434868289, 1);
  private readonly quantities = new RandomStream(209208115, MOST_LINES);
  private readonly discounts = new RandomStream(554590007, MOST_LINES);
  private readonly taxes = new RandomStream(721958466, MOST_LINES);
  private readonly parts = new RandomStream(1808217256, MOST_LINES);
  private readonly shipDays = new RandomStream(1769349045, MOST_LINES);

  constructor(private readonly counts: RowCounts) {}

  /** Moves to the next order and returns its key: eight of every 32 numbers are used. */
  next(): number {
    const { quantity, discount, tax, part, price, shipDay } = this;
    this.orderDay = this.dates.between(0, LAST_ORDER_DAY);
    this.lineCount = this.lineCounts.between(1, MOST_LINES);
    for (let i = 0; i < this.lineCount; i++) {
      quantity[i] = this.quantities.between(1, 50);
      discount[i] = this.discounts.between(0, 10);
      tax[i] = this.taxes.between(0, 8);
      part[i] = this.parts.between(1, this.counts.parts);
      price[i] = quantity[i] * retailPrice(part[i]);
      shipDay[i] = this.orderDay + this.shipDays.between(1, 121);
    }
    this.dates.endRow();
    this.lineCounts.endRow();
    this.quantities.endRow();
    this.discounts.endRow();
    this.taxes.endRow();
    this.parts.endRow();
    this.shipDays.endRow();
    const key = ++this.key;
    return Math.floor(key / 8) * 32 + (key % 8);
  }
}
