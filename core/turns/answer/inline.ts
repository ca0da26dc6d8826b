import type { Token } from "markdown-it";
import type { RichTextWriter } from "./rich-text-writer.ts";
import { soundLink } from "./sound-link.ts";

/** What stands within one block. */
export function writeInline(writer: RichTextWriter, tokens: readonly Token[]): void {
  let target: { readonly href: string; readonly isLink: boolean; said: string } | undefined;
  for (const token of tokens) {
    if (target) target.said += token.content;
    switch (token.type) {
      case "text":
        writer.write(token.content);
        break;
      case "softbreak":
      case "hardbreak":
        writer.write("\n");
        break;
      case "code_inline":
        writer.code(token.content);
        break;
      case "strong_open":
        writer.begin({ type: "bold" });
        break;
      case "strong_close":
        writer.end("bold");
        break;
      case "em_open":
        writer.begin({ type: "italic" });
        break;
      case "em_close":
        writer.end("italic");
        break;
      case "s_open":
        writer.begin({ type: "strikethrough" });
        break;
      case "s_close":
        writer.end("strikethrough");
        break;
      case "link_open": {
        const href = String(token.attrGet("href") ?? "");
        const url = soundLink(href);
        target = { href, isLink: url !== undefined, said: "" };
        if (url !== undefined) writer.begin({ type: "text_link", url });
        break;
      }
      case "link_close":
        if (target?.isLink) writer.end("text_link");
        else if (target) writer.write(where(target.href, target.said));
        target = undefined;
        break;
      case "image":
        writeImage(writer, token, target?.isLink ?? false);
    }
  }
}

/** A picture is not fetched; it is named, with where it is. */
function writeImage(writer: RichTextWriter, token: Token, withinLink: boolean): void {
  const src = String(token.attrGet("src") ?? "");
  const url = withinLink ? undefined : soundLink(src);
  if (url !== undefined) writer.begin({ type: "text_link", url });
  writer.write(`🖼 ${token.content || "picture"}`);
  if (url !== undefined) writer.end("text_link");
  else if (!withinLink) writer.write(where(src, token.content));
}

function where(href: string, said: string): string {
  const readable = readableLink(href);
  return readable === "" || readable === said || href === said ? "" : ` (${readable})`;
}

/** As it was written, where the parser has put escapes. */
function readableLink(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}
