import { z } from "zod";

/** A regular expression of JavaScript's, as JSON. */
export const regularExpression = z
  .strictObject({ pattern: z.string(), flags: z.string().optional() })
  .transform(({ pattern, flags }, context) => {
    try {
      return new RegExp(pattern, flags);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // So that a union knows which of its choices was meant, and tells this instead of "Invalid input".
      context.addIssue({ code: "custom", message, continue: true });
      return /(?:)/;
    }
  });

/** A text, or a regular expression. */
export const pattern = z.union([z.string(), regularExpression]);
