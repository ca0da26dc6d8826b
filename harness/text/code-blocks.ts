import type { MessageEntity } from "@grammyjs/types";

/** `<pre><code class="language-x">` is one entity, and nothing else may stand inside code. */
export function withPlainCode(entities: readonly MessageEntity[]): MessageEntity[] {
  const blocks = entities.filter(({ type }) => type === "pre" || type === "code");
  return entities.flatMap((entity): MessageEntity[] => {
    const twin = blocks.find((other) => other !== entity && isSameSpan(other, entity));
    if (entity.type === "pre" && twin?.type === "code" && "language" in twin) {
      return [{ ...entity, language: String(twin.language) }];
    }
    if (blocks.some((block) => block !== entity && contains(block, entity) && !mayHoldCode(entity))) return [];
    if (entity.type === "code") return [{ type: "code", offset: entity.offset, length: entity.length }];
    return [entity];
  });
}

/** A quotation may; and of two that coincide, the outer is the one that stays. */
const mayHoldCode = ({ type }: MessageEntity) => type === "pre" || type.endsWith("blockquote");

const isSameSpan = (one: MessageEntity, other: MessageEntity) =>
  one.offset === other.offset && one.length === other.length;

const contains = (outer: MessageEntity, inner: MessageEntity) =>
  outer.offset <= inner.offset && inner.offset + inner.length <= outer.offset + outer.length;
