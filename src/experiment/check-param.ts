import type { Param, ParamValue } from '../params/param';

/** Why a value does not fit a parameter, to be read after its name; null when it fits. */
export function paramProblem(param: Param, value: unknown): string | null {
  switch (param.kind) {
    case 'integer':
      return numberProblem(param, value) ?? (Number.isInteger(value) ? null : 'must be a whole number');
    case 'number':
      return numberProblem(param, value);
    case 'choice':
      return param.options.some((option) => option.value === value)
        ? null
        : `must be one of ${param.options.map((option) => option.value).join(', ')}`;
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'numbers':
      return numbersProblem(param.maxLength, value);
  }
}

/** Whether a value fits a parameter. */
export function accepts(param: Param, value: unknown): boolean {
  return paramProblem(param, value) === null;
}

/** The accepted value nearest to a proposed one: numbers are clamped and rounded; null when nothing is near. */
export function nearestAccepted(param: Param, value: ParamValue): ParamValue | null {
  if (accepts(param, value)) return value;
  const isNumeric = param.kind === 'integer' || param.kind === 'number';
  if (!isNumeric || typeof value !== 'number' || Number.isNaN(value)) return null;
  const clamped = Math.min(Math.max(value, param.min), param.max);
  return param.kind === 'integer' ? Math.round(clamped) : clamped;
}

function numberProblem(param: { min: number; max: number }, value: unknown): string | null {
  const fits = typeof value === 'number' && Number.isFinite(value) && value >= param.min && value <= param.max;
  return fits ? null : `must be a number from ${param.min} to ${param.max}`;
}

function numbersProblem(maxLength: number, value: unknown): string | null {
  const fits = Array.isArray(value) && value.length <= maxLength && value.every((v) => Number.isFinite(v));
  return fits ? null : `must be a list of at most ${maxLength} finite numbers`;
}
