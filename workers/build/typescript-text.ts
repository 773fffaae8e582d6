/** The part of JSON Schema (2020-12) that the contract's schemas are written in. */
export interface JsonSchema {
  readonly type?: string | readonly string[] | undefined;
  readonly format?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly anyOf?: readonly Sub[] | undefined;
  readonly oneOf?: readonly Sub[] | undefined;
  readonly allOf?: readonly Sub[] | undefined;
  readonly items?: Sub | readonly Sub[] | undefined;
  readonly prefixItems?: readonly Sub[] | undefined;
  readonly properties?: Readonly<Record<string, Sub>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: Sub | undefined;
  readonly propertyNames?: Sub | undefined;
}

type Sub = JsonSchema | boolean;

/** A schema as a TypeScript type; a text that `names` knows is written as its name. */
export function typeText(schema: Sub, names: ReadonlyMap<string, string>): string {
  const text = bare(schema, names);
  return names.get(text) ?? text;
}

function bare(schema: Sub, names: ReadonlyMap<string, string>): string {
  if (typeof schema === "boolean") return schema ? "unknown" : "never";
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map((choice) => typeText(choice, names)))].join(" | ");
  if (isNames(schema.type)) return schema.type.map((type) => typeText({ ...schema, type }, names)).join(" | ");
  if (schema.allOf !== undefined) return schema.allOf.map((part) => `(${typeText(part, names)})`).join(" & ");
  switch (schema.type) {
    case "string":
      return schema.format === "date-time" ? "Instant" : "string";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return arrayText(schema, names);
    case "object":
      return objectText(schema, names);
    default:
      return "unknown";
  }
}

function arrayText({ prefixItems, items }: JsonSchema, names: ReadonlyMap<string, string>): string {
  if (prefixItems !== undefined) return `readonly [${prefixItems.map((item) => typeText(item, names)).join(", ")}]`;
  if (items === undefined || isList(items)) return "readonly unknown[]";
  const item = typeText(items, names);
  return /^[\w.]+$/.test(item) ? `readonly ${item}[]` : `readonly (${item})[]`;
}

function isNames(type: JsonSchema["type"]): type is readonly string[] {
  return Array.isArray(type);
}

function isList(items: Sub | readonly Sub[]): items is readonly Sub[] {
  return Array.isArray(items);
}

function objectText(schema: JsonSchema, names: ReadonlyMap<string, string>): string {
  const { properties, additionalProperties, propertyNames } = schema;
  if (properties === undefined) {
    const value = additionalProperties === undefined ? "unknown" : typeText(additionalProperties, names);
    const key = propertyNames === undefined ? "string" : typeText(propertyNames, names);
    return key === "string" ? `Readonly<Record<string, ${value}>>` : `Readonly<Partial<Record<${key}, ${value}>>>`;
  }
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(properties).map(([name, value]) => {
    const text = typeText(value, names);
    const key = /^\w+$/.test(name) ? name : JSON.stringify(name);
    return required.has(name) ? `readonly ${key}: ${text};` : `readonly ${key}?: ${text} | undefined;`;
  });
  return fields.length === 0 ? "{}" : `{ ${fields.join(" ")} }`;
}
