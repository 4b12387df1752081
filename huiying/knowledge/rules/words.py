"""The words by which an article is found, and how much each tells. Pure.

Cut as cases are (`lib.text.bigrams`), so that two characters such as 社保 find what they should
on both databases alike.
"""

from __future__ import annotations

from huiying.lib.text import bigrams, simplify

TITLE, KEYWORD, BODY = 8, 5, 1
LONGEST = 32  # characters of a term
MOST = 1500  # terms of an article that are kept: some 1,500 characters of body
MOST_ASKED = 40  # terms of what was typed that are looked for


def weights(title: str, keywords: str, body: str) -> dict[str, int]:
    """Term → weight; a term in several places weighs as in the best of them."""
    found: dict[str, int] = {}
    for text, weight in ((title, TITLE), (keywords, KEYWORD), (body, BODY)):
        for term in bigrams(simplify(text)):
            if len(found) < MOST:
                found.setdefault(term[:LONGEST], weight)
    return found


def asked(text: str) -> list[str]:
    """The terms of what somebody typed, in its order.

    A character alone is asked for only when there is nothing else: inside a longer word of the
    article it is no term of its own.
    """
    terms = bigrams(simplify(text))
    long = [term for term in terms if len(term) > 1 or term <= "z"]
    return [term[:LONGEST] for term in (long or terms)[:MOST_ASKED]]
