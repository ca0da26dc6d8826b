export { ResumePlugin } from "./resume.ts";
