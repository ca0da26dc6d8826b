import { description, type Fields, type TypeDescription } from "./description.ts";

/**
 * What is wrong with a JSON value, in Telegram's words; undefined if nothing is. Inside JSON, text may be a number and a
 * number may be text, but a Boolean must be one.
 */
export function fault(value: unknown, given: TypeDescription): string | undefined {
  const type = resolved(given);
  if (type === "string" || type === "file") return isText(value) ? undefined : "expected a String";
  if (type === "number") return isNumber(value) ? undefined : "expected a Number";
  if (type === "boolean") return typeof value === "boolean" ? undefined : "expected a Boolean";
  if ("enum" in type) return type.enum.includes(value as never) ? undefined : "Unsupported value specified";
  if ("union" in type) return unionFault(value, type.union);
  if ("array" in type) {
    if (!Array.isArray(value)) return "expected an Array";
    return value
      .values()
      .map((each) => fault(each, type.array))
      .find((found) => found !== undefined);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "expected an Object";
  return fieldFault(value as Readonly<Record<string, unknown>>, type.object);
}

/** Whether a parameter of this type travels as JSON. */
export function isJson(given: TypeDescription): boolean {
  const type = resolved(given);
  if (typeof type === "string" || "enum" in type) return false;
  return "union" in type ? type.union.some(isJson) : true;
}

/** What Telegram calls it in a refusal, as far as it has a name. */
export function typeNamed(type: TypeDescription): string | undefined {
  if (typeof type === "string") return undefined;
  return "array" in type ? typeNamed(type.array) : "ref" in type ? type.ref : undefined;
}

export function resolved(type: TypeDescription): Exclude<TypeDescription, { readonly ref: string }> {
  if (typeof type === "string" || !("ref" in type)) return type;
  const named = description.types[type.ref];
  if (named === undefined) throw new Error(`The description of the Bot API has no type ${type.ref}.`);
  return resolved(named);
}

function fieldFault(value: Readonly<Record<string, unknown>>, fields: Fields): string | undefined {
  for (const [name, { type, optional }] of Object.entries(fields)) {
    if (value[name] === undefined) {
      if (optional) continue;
      return `Can't find field "${name}"`;
    }
    const found = fault(value[name], type);
    const wanted = found && /^expected an? (\w+)$/.exec(found)?.[1];
    if (wanted) return `Field "${name}" must be ${wanted === "Number" ? "a" : "of type"} ${wanted}`;
    if (found) return found;
  }
  return undefined;
}

/** Of the variants that fit best, which are those whose fixed words are right, the first complaint. */
function unionFault(value: unknown, variants: readonly TypeDescription[]): string | undefined {
  const faults = variants.map((variant) => fault(value, variant));
  if (faults.includes(undefined)) return undefined;
  const fitting = variants.findIndex((variant) => hasItsWords(value, resolved(variant)));
  return faults[Math.max(0, fitting)];
}

/** Whether what tells this variant from others, such as `type: "photo"`, is as it should be. */
function hasItsWords(value: unknown, type: TypeDescription): boolean {
  if (typeof type === "string" || !("object" in type) || typeof value !== "object" || value === null) return false;
  return Object.entries(type.object).every(([name, field]) => {
    const word = resolved(field.type);
    if (typeof word === "string" || !("enum" in word)) return true;
    return word.enum.includes((value as Readonly<Record<string, never>>)[name] as never);
  });
}

const isText = (value: unknown) => typeof value === "string" || typeof value === "number";
const isNumber = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
