import { newRow, type Row } from '../wasm/row.js';
import type { StageCode } from '../wasm/stage-code.js';
import type { PipelineDraft, SinkDraft } from './draft.js';

/** Emits `run(frame, turns)`: the loop over a batch's rows with all of a pipeline's steps and the sink inside. */
export function compileRun({ source, steps }: PipelineDraft, sink: SinkDraft, stage: StageCode): void {
  const code = stage.function('run', ['i32']);
  const turns = code.param(0);
  const at = code.variable('i32', code.i32(0));
  code.while(
    () => code.op('i32.lt_u', code.get(at), turns),
    () => {
      const turn = code.get(at);
      const index = source.rowOf?.(turn, code) ?? turn;
      const first = newRow(code, source.loads(code, index, stage.part('source')), undefined, source.codes?.(code, index));
      const from = (step: number, row: Row): void => {
        if (step === steps.length) sink.emit({ code, row, stage: stage.part('sink') });
        else steps[step]({ code, row, stage, sourceRow: first }, (next) => from(step + 1, next));
      };
      from(0, first);
      code.set(at, code.op('i32.add', turn, code.i32(1)));
    },
  );
}
