import { z } from "zod";

/**
 * The schema of the first key that an input has: errors then name what is wrong in that form, where a union could only say that
 * no form fits. The order of keys is the order of choice.
 */
export function byKey<S extends Readonly<Record<string, z.ZodType>>>(forms: S) {
  return z.unknown().transform((input, context): z.output<S[keyof S]> => {
    const form = Object.entries(forms).find(
      ([key]) => typeof input === "object" && input !== null && key in input,
    );
    if (form === undefined) {
      context.issues.push({
        code: "custom",
        input,
        message: `it needs one of ${Object.keys(forms).join(", ")}`,
      });
      return z.NEVER;
    }
    const parsed = form[1].safeParse(input);
    if (parsed.success) return parsed.data as z.output<S[keyof S]>;
    for (const { path, message } of parsed.error.issues) {
      context.issues.push({ code: "custom", input, message, path });
    }
    return z.NEVER;
  });
}
