import type { MessageEntity } from "@grammyjs/types";

/** Formatting that may overlap anything but code, cut into pieces where it has to be. */
export const styles = ["bold", "italic", "underline", "strikethrough", "spoiler"] as const;

export type Style = (typeof styles)[number];

export const isStyle = ({ type }: MessageEntity) => styles.includes(type as Style);

export const isQuote = ({ type }: MessageEntity) => type === "blockquote" || type === "expandable_blockquote";

/** Nothing else may stand inside these. */
export const isOpaque = ({ type }: MessageEntity) => type === "pre" || type === "code" || type === "date_time";

export const endOf = ({ offset, length }: MessageEntity) => offset + length;
