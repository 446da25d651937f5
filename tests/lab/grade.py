"""How many years of school a text asks for (Flesch & Kincaid), counted in twenty lines."""

import re


def syllables(word: str) -> int:
    """Count groups of vowels; a silent e at the end is none."""
    word = re.sub(r"[^a-z]", "", word.lower())
    n = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith("le") and n > 1:
        n -= 1
    return max(n, 1)


def grade(text: str) -> float:
    """Return the grade of a text of whole sentences."""
    words = re.findall(r"[A-Za-z']+", text)
    n_sentences = max(1, len(re.findall(r"[.!?:]+", text)))
    if not words:
        return 0.0
    return 0.39 * len(words) / n_sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
