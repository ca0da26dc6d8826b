type ClassDecorator = (target: unknown) => unknown;
type MemberDecorator = (target: object, key: string, descriptor?: PropertyDescriptor) => unknown;

/** What transpiled decorators call, by the transpiler's names for it. It acts as TypeScript's legacy decorators do. */
export const decoratorHelpers = {
  /** Where transpiled files import this from. */
  module: import.meta.url,

  /** Applies decorators from the last to the first, to a class or to a member of it. */
  decorate(
    decorators: readonly (ClassDecorator & MemberDecorator)[],
    target: object,
    key?: string,
    descriptor?: PropertyDescriptor | null,
  ): unknown {
    if (key === undefined) {
      return decorators.reduceRight<unknown>((decorated, decorator) => decorator(decorated) ?? decorated, target);
    }
    const own = descriptor === null ? Object.getOwnPropertyDescriptor(target, key) : descriptor;
    const decorated = decorators.reduceRight(
      (current, decorator) => (decorator(target, key, current) as PropertyDescriptor | undefined) ?? current,
      own,
    );
    if (decorated) Object.defineProperty(target, key, decorated);
    return decorated;
  },

  /** Lets a parameter's decorator be called as one of the whole class or method. */
  decorateParam:
    (index: number, decorator: (target: unknown, key: string | undefined, index: number) => void) =>
    (target: unknown, key?: string): void =>
      decorator(target, key, index),
};
