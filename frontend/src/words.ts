import { signal } from "@preact/signals";
import de from "../../src/neurotag/lab/words/de.json";
import en from "../../src/neurotag/lab/words/en.json";

export const LANGUAGES: Record<string, Record<string, string>> = { en, de };
export const language = signal(remembered("language", "en"));

/** The caption of an id in the chosen language, with its gaps filled. */
export function say(id: string, gaps: Record<string, string | number> = {}): string {
  const words = LANGUAGES[language.value]?.[id] ?? en[id as keyof typeof en] ?? id;
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(gaps[name] ?? whole));
}

export function remembered(name: string, otherwise: string): string {
  try {
    return localStorage.getItem(`neurotag.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`neurotag.${name}`, value);
  } catch {
    // A page without a memory (a replay from a file) forgets.
  }
}
