import { unsupported } from '../../errors.js';
import type { CopyStatement } from '../../sql/ast.js';
import type { SessionState } from '../state.js';
import type { StatementResult } from './result.js';

export function copy({ at }: CopyStatement, _session: SessionState): StatementResult {
  throw unsupported('COPY', at);
}
