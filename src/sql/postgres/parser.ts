import { InternalError } from '../../errors.js';
import type { ParsedStatement } from '../parse.js';

export async function loadParser(): Promise<void> { throw new InternalError('not linked'); }
export function parseStatements(_text: string): readonly ParsedStatement[] { throw new InternalError('not linked'); }
