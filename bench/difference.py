"""Measure how long it takes to compare two texts of 5,000 words: `python bench/difference.py`.

The bar is 300 ms. The texts are made up from a fixed seed; each case is the worst of five runs.
"""

import os
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = 5000
COMMON = [
    "the",
    "of",
    "and",
    "in",
    "to",
    "a",
    "is",
    "for",
    "with",
    "that",
    "are",
    "be",
    "or",
    "by",
    "on",
]


def main():
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "jakinfo.settings", "JAKINFO_ENV": "test"}
    import django

    django.setup()
    chance = random.Random(3)
    print(f"Comparing two texts of {WORDS} words, milliseconds, the worst of five runs")
    for name, (before, after) in cases(chance).items():
        print(f"{name:52}{measured(before, after):8.1f}")


def measured(before, after) -> float:
    from editorial.differences.words import compared

    spent = []
    for _ in range(5):
        started = time.perf_counter()
        segments = compared(before, after)
        spent.append((time.perf_counter() - started) * 1000)
    if "".join(s.text for s in segments if s.sort != "added") != before:
        raise SystemExit("the segments do not give the text before")
    return max(spent)


def cases(chance) -> dict[str, tuple[str, str]]:
    words = [_word(chance) for _ in range(WORDS)]
    text, wall = _paragraphs(words), " ".join(words)
    blank = "\n".join(words)
    return {
        "paragraphs, 40 words changed here and there": (text, _edited(chance, text, 40)),
        "paragraphs, every tenth word changed": (text, _edited(chance, text, WORDS // 10)),
        "paragraphs in another order": (text, _shuffled(chance, text)),
        "one sentence of 5,000 words, 40 words changed": (wall, _edited(chance, wall, 40)),
        "one sentence of 5,000 words, every tenth changed": (wall, _edited(chance, wall, 500)),
        "one sentence of 5,000 words in another order": (wall, _shuffled(chance, wall, " ")),
        "one word a line, every tenth changed": (blank, _edited(chance, blank, 500, "\n")),
        "nothing in common but the common words": (
            text,
            _paragraphs([_word(chance) + "x" * chance.randint(0, 1) for _ in range(WORDS)]),
        ),
        "one word 5,000 times, and 4,000 times with others": (
            "word " * WORDS,
            "other " + "word and " * (WORDS * 4 // 10) + "end",
        ),
    }


def _word(chance):
    """As in English, four words in ten are among the most common."""
    if chance.random() < 0.4:
        return chance.choice(COMMON)
    return "".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(4, 7)))


def _paragraphs(words) -> str:
    sentences = [" ".join(words[i : i + 16]) + ". " for i in range(0, len(words), 16)]
    return "\n\n".join("".join(sentences[i : i + 5]) for i in range(0, len(sentences), 5))


def _edited(chance, text, number, between=" ") -> str:
    parts = text.split(between)
    for place in chance.sample(range(len(parts)), number):
        parts[place] += "x"
    return between.join(parts)


def _shuffled(chance, text, between="\n\n") -> str:
    parts = text.split(between)
    chance.shuffle(parts)
    return between.join(parts)


if __name__ == "__main__":
    main()
