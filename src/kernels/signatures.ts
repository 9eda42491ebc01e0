import { kernelBytes } from './index.js';

type Lane = 'i32' | 'i64' | 'f32' | 'f64';

export interface Signature {
  readonly params: readonly Lane[];
  readonly results: readonly Lane[];
}

const LANES: Readonly<Record<number, Lane>> = { 0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32', 0x7c: 'f64' };

let signatures: ReadonlyMap<string, Signature> | undefined;

/** The signature of every kernel by name, read from the module's own type, function and export sections. */
export function kernelSignatures(): ReadonlyMap<string, Signature> {
  signatures ??= readSignatures(kernelBytes());
  return signatures;
}

function readSignatures(bytes: Buffer): ReadonlyMap<string, Signature> {
  let at = 8;
  const unsigned = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const list = <T>(read: () => T): T[] => Array.from({ length: unsigned() }, read);
  const name = (): string => {
    const length = unsigned();
    at += length;
    return bytes.toString('latin1', at - length, at);
  };
  const limits = (): void => {
    const flags = unsigned();
    unsigned();
    if (flags & 1) unsigned();
  };

  let types: Signature[] = [];
  const functionTypes: number[] = [];
  const result = new Map<string, Signature>();
  while (at < bytes.length) {
    const id = bytes[at++];
    const end = unsigned() + at;
    if (id === 1) {
      const lanes = () => list(() => LANES[bytes[at++]]);
      types = list(() => {
        at++;
        return { params: lanes(), results: lanes() };
      });
    } else if (id === 2) {
      list(() => {
        name();
        name();
        const kind = bytes[at++];
        if (kind === 0) functionTypes.push(unsigned());
        else if (kind === 2) limits();
        else at += 2;
      });
    } else if (id === 3) {
      functionTypes.push(...list(unsigned));
    } else if (id === 7) {
      list(() => {
        const exported = name();
        const kind = bytes[at++];
        const index = unsigned();
        if (kind === 0) result.set(exported, types[functionTypes[index]]);
      });
    }
    at = end;
  }
  return result;
}
