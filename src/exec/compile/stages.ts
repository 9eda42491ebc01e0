import { InternalError } from '../../errors.js';
import type { PhysicalPlan } from '../../planner/physical/plan.js';
import type { StageProgram } from '../program.js';
import { chunkSink } from '../operators/chunk-sink.js';
import { canLeaveInBlocks, resultSink } from '../operators/result-sink.js';
import { compileRun } from './run-function.js';
import { moduleOf } from './module-cache.js';
import { isBrief } from './brief.js';
import { newStageCode, type CompileOptions, type Counter } from '../wasm/stage-code.js';
import { compileOperator } from './operators.js';
import { fillStages, stageTemplate, type StageTemplate } from './fill-stages.js';
import { planShape, type PlanShape } from './plan-shape.js';
import { appendCount, type PipelineColumn, type PipelineDraft, type SinkDraft, type StageBuilder } from './draft.js';

/** A compiled query. `counters` are by stage, and empty unless it is compiled for EXPLAIN ANALYZE. */
export interface CompiledStages {
  readonly stages: readonly StageProgram[];
  readonly columns: readonly PipelineColumn[];
  readonly counters: readonly (readonly Counter[])[];
  /** Whether the calling thread runs them: no function of JavaScript, which might never return, and few rows. */
  readonly isBrief: boolean;
}

type Template = Omit<CompiledStages, 'stages'> & { readonly stages: readonly StageTemplate[] };

/** What was generated for plans of recent shapes. */
const templates = new Map<string, Template>();
const CAPACITY = 256;

/**
 * Compiles a physical plan into stages; the last one stores the plan's rows, `outputs`' columns, as `options.rows` says. Code for plans of the
 * same shape is generated once.
 */
export function compileStages(plan: PhysicalPlan, outputs: readonly PipelineColumn['id'][], options: CompileOptions): CompiledStages {
  const shape = planShape(plan);
  const { compileFunctions, rows, profile } = options;
  const key = `${compileFunctions} ${rows} ${profile} ${outputs.join()} ${shape.key}`;
  // What EXPLAIN ANALYZE counts, it counts for the nodes of this very plan.
  let template = profile === true ? undefined : templates.get(key);
  let stages = template && fillStages(template.stages, shape);
  if (template === undefined || stages === undefined) {
    template = generateStages(shape, outputs, options);
    stages = fillStages(template.stages, shape);
    if (stages === undefined) throw new InternalError('stages do not fit the plan that they were generated for');
  }
  templates.delete(key);
  if (profile !== true) templates.set(key, template);
  if (templates.size > CAPACITY) templates.delete(templates.keys().next().value!);
  return { ...template, stages };
}

function generateStages(shape: PlanShape, outputs: readonly PipelineColumn['id'][], options: CompileOptions): Template {
  const { plan, originalOf, scanOf } = shape.open();
  const stages: StageTemplate[] = [];
  const counters: (readonly Counter[])[] = [];

  const builder: StageBuilder = {
    compile: (node) => appendCount(compileOperator(node, builder), node, 'rows'),
    close(pipeline: PipelineDraft, sink: SinkDraft, name: string) {
      const code = newStageCode(options);
      const spec = pipeline.source.prepare?.(code.part('source')) ?? pipeline.source.spec;
      compileRun(pipeline, sink, code);
      sink.functions?.(code.part('sink'));
      const id = stages.length;
      counters.push(code.counters.map((counter) => ({ ...counter, node: originalOf(counter.node) })));
      const program: Omit<StageProgram, 'inits'> = {
        id,
        name,
        partitions: pipeline.source.partitions,
        dependsOn: pipeline.source.dependsOn,
        module: moduleOf(code.module.finish(name)),
        frameBytes: code.layout.bytes,
        hostCalls: code.hostCalls,
        nestedTypes: code.nestedTypes,
        source: spec,
        sink: sink.spec(),
        ...(options.profile === true && { counts: code.counters.map(({ offset }) => offset) }),
      };
      stages.push(stageTemplate(program, code.layout.inits, spec.kind === 'Scan' ? scanOf(spec.predicates) : undefined));
      return id;
    },
    materialize(pipeline, name, columns = pipeline.columns) {
      const sink = chunkSink(columns);
      const stage = builder.close(pipeline, sink, name);
      return { stage, columns: sink.columns() };
    },
    partitionsOf: (stage) => stages[stage].program.partitions,
    filters: new Map(),
  };

  const pipeline = builder.compile(plan);
  const byId = new Map(pipeline.columns.map((column) => [column.id, column]));
  const wanted = outputs.map((id) => byId.get(id)!);
  const sink = options.rows === 'leave' && canLeaveInBlocks(wanted) ? resultSink(wanted) : chunkSink(wanted);
  builder.close(pipeline, sink, 'Result');
  return {
    stages,
    columns: sink.columns(),
    counters,
    isBrief: isBrief(plan) && stages.every(({ program }) => program.hostCalls.length === 0),
  };
}
