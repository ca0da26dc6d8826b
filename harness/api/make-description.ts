/** Writes `description.json` anew from the types package this project depends on: `npm run describe-api`. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  type InterfaceDeclaration,
  Node,
  Project,
  SyntaxKind,
  type Type,
  type TypeAliasDeclaration,
  type TypeNode,
  type TypeReferenceNode,
} from "ts-morph";
import type { Description, Fields, MethodDescription, TypeDescription } from "./description.ts";

const PACKAGE = "@grammyjs/types";
const require = createRequire(import.meta.url);
const manifest = require.resolve(`${PACKAGE}/package.json`);
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };

const project = new Project({ compilerOptions: { strict: true, skipLibCheck: true } });
const source = project.addSourceFileAtPath(join(manifest, "../methods.d.ts"));
project.resolveSourceFileDependencies();

const types: Record<string, TypeDescription> = {};
const methods: Record<string, MethodDescription> = {};
const list = source.getTypeAliasOrThrow("ApiMethods").getTypeNodeOrThrow().asKindOrThrow(SyntaxKind.TypeLiteral);
for (const method of list.getMethods()) {
  const argument = method.getParameters()[0]?.getTypeNode();
  methods[method.getName()] = {
    parameters: argument ? fieldsOf(argument.getType().getNonNullableType()) : {},
    result: describeNode(method.getReturnTypeNodeOrThrow()),
  };
}

const description: Description = { from: `${PACKAGE} ${version}`, methods: sorted(methods), types: sorted(types) };
const file = join(import.meta.dirname.replace(/\/dist\/harness\/api$/, "/harness/api"), "description.json");
// A line for each method and type, so that a change of the API is one that can be read in its diff.
const lines = (name: string, entries: object) =>
  `"${name}":{\n${Object.entries(entries)
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    .join(",\n")}\n}`;
const body = [lines("methods", description.methods), lines("types", description.types)].join(",\n");
writeFileSync(file, `{"from":${JSON.stringify(description.from)},\n${body}}\n`);
console.log(`${Object.keys(methods).length} methods and ${Object.keys(types).length} types of ${description.from}`);

/** By how it is written, as far as that names something: the checker's own types have lost some of the names. */
function describeNode(node: TypeNode): TypeDescription {
  if (Node.isArrayTypeNode(node)) return { array: describeNode(node.getElementTypeNode()) };
  if (Node.isParenthesizedTypeNode(node)) return describeNode(node.getTypeNode());
  if (Node.isUnionTypeNode(node)) return simplified(node.getTypeNodes().map(describeNode));
  if (!Node.isTypeReference(node)) return describe(node.getType());
  const [argument] = node.getTypeArguments();
  if (/^(Readonly)?Array$/.test(node.getTypeName().getText()) && argument) return { array: describeNode(argument) };
  const declarations = declarationsOf(node);
  if (declarations.some(Node.isTypeParameterDeclaration)) return "file"; // What a library calls its files.
  // A namespace may have the same name.
  const declaration = declarations.find((one) => Node.isInterfaceDeclaration(one) || Node.isTypeAliasDeclaration(one));
  const isOurs = declaration?.getSourceFile().getFilePath().includes(PACKAGE);
  return declaration && isOurs ? named(declaration) : describe(node.getType());
}

function declarationsOf(node: TypeReferenceNode): Node[] {
  const symbol = node.getTypeName().getSymbol();
  return (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? [];
}

function named(declaration: InterfaceDeclaration | TypeAliasDeclaration): TypeDescription {
  const name = declaration
    .getSymbolOrThrow()
    .getFullyQualifiedName()
    .replace(/^".*"\./, "");
  if (!(name in types)) {
    types[name] = "string"; // It may refer to itself.
    const node = Node.isTypeAliasDeclaration(declaration) ? declaration.getTypeNodeOrThrow() : undefined;
    types[name] = node ? describeNode(node) : describe(declaration.getType());
  }
  return { ref: name };
}

function describe(type: Type): TypeDescription {
  if (type.isString() || type.isTemplateLiteral()) return "string";
  if (type.isNumber()) return "number";
  if (type.isBoolean()) return "boolean";
  if (type.isLiteral()) return { enum: [literalOf(type)] };
  if (type.isUnion()) return simplified(type.getUnionTypes().map(describe));
  if (type.isArray()) return { array: describe(type.getArrayElementTypeOrThrow()) };
  if (type.isObject() || type.isIntersection()) return { object: fieldsOf(type) };
  throw new Error(`A kind of type that is not described: ${type.getText()}`);
}

/** Words in one list, and true and false as what they are together. */
function simplified(members: readonly TypeDescription[]): TypeDescription {
  const words = members.flatMap((member) => (typeof member === "object" && "enum" in member ? member.enum : []));
  const isBoolean = words.includes(true) && words.includes(false);
  const list = words.filter((word) => !isBoolean || typeof word !== "boolean");
  const union = [
    ...(list.length > 0 ? [{ enum: list }] : []),
    ...(isBoolean ? ["boolean" as const] : []),
    ...members.filter((member) => typeof member === "string" || !("enum" in member)),
  ];
  return union.length === 1 && union[0] !== undefined ? union[0] : { union };
}

function literalOf(type: Type): string | number | boolean {
  return type.isBooleanLiteral() ? type.getText() === "true" : (type.getLiteralValueOrThrow() as string | number);
}

function fieldsOf(object: Type): Fields {
  const fields: Record<string, Fields[string]> = {};
  for (const property of object.getProperties()) {
    const declaration = property.getDeclarations().find(Node.isPropertySignature);
    const node = declaration?.getTypeNode();
    // Said only to tell variants apart: such a field is never there.
    if (!node || ["undefined", "never"].includes(node.getText())) continue;
    const type = describeNode(node);
    fields[property.getName()] = property.isOptional() ? { type, optional: true } : { type };
  }
  return fields;
}

function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1)));
}
