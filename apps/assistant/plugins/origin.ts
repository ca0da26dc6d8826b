/** Where a plugin comes from. */
export type Origin =
  | { readonly kind: "built-in" }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "package"; readonly name: string; readonly version: string };

export const inWords = (origin: Origin): string => {
  if (origin.kind === "file") return origin.path;
  return origin.kind === "package" ? `${origin.name}@${origin.version}` : "built in";
};
