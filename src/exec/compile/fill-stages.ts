import type { SqlValue } from '../../data/value.js';
import { compareValues } from '../../functions/compare/values.js';
import { bundlePartitions } from '../operators/scan.js';
import type { StageProgram } from '../program.js';
import type { Constant, FrameInit, OpenInit } from '../wasm/frame.js';
import type { PlanShape } from './plan-shape.js';

/** A stage of every plan of one shape. */
export interface StageTemplate {
  readonly program: StageProgram;
  /** What is a plan's own; undefined where nothing is. */
  readonly open:
    | {
        readonly inits: readonly OpenInit[];
        /** Which of the plan's scans it reads, if it reads one. */
        readonly scan: number | undefined;
      }
    | undefined;
}

export function stageTemplate(program: Omit<StageProgram, 'inits'>, inits: readonly OpenInit[], scan: number | undefined): StageTemplate {
  const known = inits.filter((init): init is FrameInit => init.kind !== 'parameter' && init.kind !== 'sorted');
  const isWhole = scan === undefined && known.length === inits.length;
  return { program: { ...program, inits: known }, open: isWhole ? undefined : { inits, scan } };
}

/** The stages of the one plan whose parameters and scans these are; undefined when its partitions make another number of tasks. */
export function fillStages(
  templates: readonly StageTemplate[],
  { parameters, scans }: Pick<PlanShape, 'parameters' | 'scans'>,
): readonly StageProgram[] | undefined {
  const stages: StageProgram[] = [];
  for (const { program, open } of templates) {
    if (open === undefined) {
      stages.push(program);
      continue;
    }
    const { inits, scan } = open;
    let { source } = program;
    if (scan !== undefined && source.kind === 'Scan') {
      const { table, partitions: own, predicates } = scans[scan];
      const partitions = bundlePartitions(own, source.bundling);
      if (partitions.length !== program.partitions) return undefined;
      source = { ...source, source: table.source, partitions, predicates };
    }
    stages.push({ ...program, inits: inits.map((init) => fillInit(init, parameters)), source });
  }
  return stages;
}

function fillInit(init: OpenInit, parameters: readonly SqlValue[]): FrameInit {
  switch (init.kind) {
    case 'parameter': {
      const { offset, type, index } = init;
      return { kind: 'literal', offset, type, value: parameters[index] };
    }
    case 'sorted': {
      const { offset, type, constants } = init;
      const values = constants.map((constant) => valueOf(constant, parameters));
      return { kind: 'literals', offset, type, values: values.sort((a, b) => compareValues(type, a, b)) };
    }
    default:
      return init;
  }
}

const valueOf = (constant: Constant, parameters: readonly SqlValue[]): SqlValue =>
  constant.kind === 'Literal' ? constant.value : parameters[constant.index];
