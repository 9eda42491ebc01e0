/** Minutes east of UTC of the zone abbreviations that are in wide use and mean one offset, as in PostgreSQL's default set. Lower case. */
export const ZONE_ABBREVIATIONS: ReadonlyMap<string, number> = new Map(Object.entries({
  // North America
  nst: -210, ndt: -150, ast: -240, adt: -180, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420,
  akst: -540, akdt: -480, hst: -600,
  // South America
  brt: -180, brst: -120, art: -180, clt: -180, cot: -300, pet: -300, uyt: -180, bot: -240, pyt: -180, gft: -180, gyt: -240,
  // Europe and Africa
  uct: 0, ut: 0, wet: 0, wetdst: 60, bst: 60, cet: 60, cest: 120, cetdst: 120, met: 60, mest: 120, metdst: 120, mez: 60, mesz: 120,
  eet: 120, eest: 180, eetdst: 180, msk: 180, msd: 240, sast: 120, eat: 180, wat: 60,
  // Asia
  ist: 120, idt: 180, irt: 210, aft: 270, pkt: 300, npt: 345, bdt: 360, mmt: 390, ict: 420, hkt: 480, sgt: 480, myt: 480, pht: 480,
  jst: 540, kst: 540, yekt: 300, omst: 360, novt: 420, krat: 420, irkt: 480, yakt: 540, vlat: 600, magt: 660, pett: 720,
  // Oceania
  awst: 480, acst: 570, acdt: 630, aest: 600, aedt: 660, lhst: 630, nzst: 720, nzdt: 780, nzt: 720, fjt: 720, chast: 765, chadt: 825, tot: 780,
}));
