import { z } from "zod";
import type { Habits } from "../people/user.ts";

/** What is said about a person. Any language will do. */
export const personFields = {
  firstName: z.string(),
  lastName: z.string().optional(),
  username: z.string().optional(),
  languageCode: z.custom<NonNullable<Habits["languageCode"]>>((code) => typeof code === "string").optional(),
  premium: z.boolean().optional(),
};
