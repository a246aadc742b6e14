"""The institution match: from the words people use to the office they mean, a choice, or one question."""

from classifiers.institution.lexicon import Lexicon, default_lexicon
from classifiers.institution.matcher import Matcher
from classifiers.institution.model import Candidate, Decision, Match
from classifiers.institution.weigh import Weights, default_weights

__all__ = [
    "Candidate",
    "Decision",
    "Lexicon",
    "Match",
    "Matcher",
    "Weights",
    "default_lexicon",
    "default_weights",
]
