"""Learning the parts of addresses, and what it is worth. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from huiying.insights.rules.addresses import Worth, named, worth
from huiying.insights.rules.chain import Chain
from huiying.insights.rules.chain_learning import Example, learn
from huiying.insights.rules.coarse import coarse
from huiying.insights.rules.place_cards import LearnedPlaces
from huiying.lib.errors import Refused

FEWEST = 20
KEPT_ASIDE = 10  # every tenth address is kept aside to check, where none are given


class TooFewAddresses(Refused):
    code = "too_few_addresses"
    message = "标注过的地址只有 %(found)s 条，不够学习。"
    hint = "至少需要 %(fewest)s 条；地址之间空一行。"


def learn_places(
    examples: Sequence[Example],
    checks: Sequence[Example] = (),
    *,
    tell: Callable[[int], None] = lambda _epoch: None,
) -> LearnedPlaces:
    """Learns from examples and checks on others. Raises TooFewAddresses.

    Without ``checks`` every tenth example is kept aside, and not learned from.
    """
    if len(examples) < FEWEST:
        raise TooFewAddresses(found=len(examples), fewest=FEWEST)
    taught = examples if checks else [e for n, e in enumerate(examples) if n % KEPT_ASIDE]
    chain = learn(taught, named, tell=tell)
    judged = checks or examples[::KEPT_ASIDE]
    by_coarse, by_fine = judge(chain, judged)
    return LearnedPlaces(chain, len(taught), len(judged), by_coarse, by_fine)


def judge(chain: Chain, checks: Sequence[Example]) -> tuple[Worth, Worth]:
    """How well a chain finds the parts of addresses: by coarse kinds, by those annotated."""
    found = chain.parts([one.text for one in checks])
    truth = [one.parts for one in checks]
    return worth(found, truth, coarse), worth(found, truth, lambda kind: kind)
