"""Whether a claim says something as firmly, and in the same direction, as the words it rests on.

Word overlap and embeddings hardly see "not", "may" or "fewer"; these rules do. Where they are in
doubt they refuse: a sentence lost costs less than a false one shown.
"""

import re

from corpus.sentences import sentence_ranges
from rag.words import stems, words

_UNWISE = (
    r"mistakes?|mistaken|premature|counterproductive|misguided|unnecessary|unwise|inappropriate"
    r"|(?:is|are|was|were|be) wrong|ill-advised|unjustified|unwarranted"
)
_DENIES_AFTER = re.compile(
    r"\b(?:not|no|non|never|neither|nor|cannot|without|against|oppose[sd]?|reject(?:s|ed)?|unlikely"
    rf"|fail(?:s|ed)?|lack(?:s|ed)?|{_UNWISE})\b|n['’]t\b",
    re.IGNORECASE,
)
_DENIES_BEFORE = re.compile(rf"\b(?:nothing|nobody|none|{_UNWISE})\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:may|might|could|can|perhaps|possibly|probably|likely|sometimes|often|some|many|most"
    r"|several|few|nearly|almost|approximately|roughly|mostly|generally|typically|usually"
    r"|appears? to|seems? to|suggests?|potential(?:ly)?)\b",
    re.IGNORECASE,
)
_MODAL = re.compile(r"\b(?:may|might|could)\b", re.IGNORECASE)
"""Hedges of all that follows: of "may inadvertently incentivize" no "incentivizes" is left."""
_OTHERS_SAY = re.compile(
    r"\b(?:quote|claim|argument|assertion)\s+(?:implies|suggests|goes)\b"
    r"|\baccording to\b|\bas [^.;,]{2,80}? (?:has |have )?(?:noted|observed|explained|found|argued"
    r"|stated|put it)\b|\b(?:critics|opponents|proponents|skeptics|some|others|many"
    r"|policymakers|experts|researchers|those|people|observers|commentators)\b[^.;]{0,60}?\b(?:argu|claim|believ|contend|assert|fear"
    r"|worr|warn|suggest|say|said|think|thought|assum|allege)\w*",
    re.IGNORECASE,
)
"""Somebody else's view, told: whoever leaves the teller out makes it the commenter's own."""
_UNIVERSAL = re.compile(
    r"\b(?:all(?! but)|every|everyone|everything|always|only|must|prove[sdn]?|guarantee[sd]?"
    r"|never|will|impossible|totally|entirely|completely|certainly|definitely|undoubtedly|ensures?)\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|unless|when|where|absent|without|until|depend\w*|whether|otherwise|would|could|may"
    r"|might|should|can)\b",
    re.IGNORECASE,
)
"""Whatever keeps a condition of the quote in a claim."""
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (
            r"more|longer|higher|above|exceed\w*|increas\w+|rais\w+|rises?|greater|at least"
            r"|larger|faster|sooner|strengthen\w*|widen\w*|after",
            r"less|fewer|shorter|lower\w*|below|under(?= \d)|decreas\w+|reduc\w+|at most"
            r"|smaller|slower|later|weaken\w*|narrow\w*|before",
        ),
        (
            r"allow\w*|permit\w*|encourag\w+|support\w*|favou?r\w*|endors\w+|welcom\w+|legal",
            r"ban\w*|prohibit\w*|forbid\w*|restrict\w*|prevent\w*|oppos\w+|reject\w*|discourag\w+"
            r"|illegal",
        ),
        (
            r"benefi\w+|safer?|help(?:s|ful)?|improv\w+",
            r"harm\w*|unsafe|dangerous|hurts?|worsen\w*",
        ),
        (r"includ\w+|cover\w*", r"exclud\w+|leav\w+ out"),
        (r"easier|easily|easy|simpl\w+", r"hard(?:er)?|difficult\w*|challenging"),
        (r"possible|feasible|able", r"impossible|infeasible|unable"),
        (r"best(?:-\w+)?|most|largest", r"worst(?:-\w+)?|least|smallest"),
        (r"gain\w*|enabl\w+|giv\w+|provid\w+", r"lose\w*|losing|den(?:y|ies|ied|ying)|depriv\w+"),
        (r"promot\w+|advanc\w+", r"prevent\w*|hinder\w*|block\w*"),
        (r"sufficient\w*|adequate\w*", r"insufficient\w*|inadequate\w*"),
        (r"modest\w*|cheap\w*", r"great expense|expensive\w*|costly"),
    )
)
_SHORTEST_TURNED = 4
_REACH_STEMS = 4
"""Content words after a negation or a hedge, in its own clause, that it may govern."""
_REACH_CHARS = 100
_ASIDE = re.compile(r"[,(–—⏤].*[,)–—⏤]", re.DOTALL)
"""From a comma, dash or bracket to another."""
_WORD = re.compile(r"\d[\d,.]*\d|[\w'’-]*\w")
_INNER_NAME = re.compile(r"\b[A-Z][a-z]*\b")
_CLAUSE_END = re.compile(r"[,;:.!?]\s")


def same_force(claim: str, quote: str) -> bool:
    """Whether negation, hedges, absolute words and directions of a claim agree with a quote.

    Args:
        claim: one sentence.
        quote: the exact words it must follow from; of several sentences the nearest counts,
            where it alone has all the words that the claim took from the quote.
    """
    quote = _nearest(claim, quote)
    said = set(stems(claim))
    hedged = {stem for governed in _governed(_HEDGE, quote) for stem in governed[:1]}
    hedged |= {stem for governed in _governed(_MODAL, quote) for stem in governed}
    return (
        _denies_the_same(claim, quote)
        and (bool(_OTHERS_SAY.search(claim)) or not _OTHERS_SAY.search(quote))
        and not (_UNIVERSAL.search(claim) and not _UNIVERSAL.search(quote))
        and (bool(_HEDGE.search(claim)) or not hedged & said)
        and not _prefixed(claim, quote)
        and (bool(_CONDITION.search(claim)) or not _CONDITIONAL.search(quote))
        and not any(
            _turned(claim, quote, one, other) or _turned(claim, quote, other, one)
            for one, other in _OPPOSITES
        )
    )


def _prefixed(claim: str, quote: str) -> bool:
    """Whether one has "unaffected" where the other has only "affected", or the like."""
    own, given = set(words(claim)), set(words(quote))
    return any(
        f"{prefix}{word}" in theirs and word not in theirs
        for ours, theirs in ((own, given), (given, own))
        for word in ours
        if len(word) > _SHORTEST_TURNED
        for prefix in ("un", "in", "im", "dis", "non")
    )


def _nearest(claim: str, quote: str) -> str:
    """The sentence of the quote that has all its words that are in the claim, or the quote."""
    own = set(stems(claim))
    taken = own & set(stems(quote))
    parts = [quote[start:end] for start, end in sentence_ranges(quote)]
    return next((part for part in parts if taken <= set(stems(part))), quote)


def _denies_the_same(claim: str, quote: str) -> bool:
    """Whether what the claim denies is denied in the quote, and the other way round."""
    in_claim, in_quote = _denied(claim), _denied(quote)
    claimed, quoted = ({stem for group in d for stem in group} for d in (in_claim, in_quote))
    said = set(stems(claim))
    if not in_claim:
        only_denied = {stem for stem in quoted & said if not _also_affirmed(stem, quote)}
        return not only_denied and all(in_quote)  # an empty group: what is denied is unclear
    if any((group and not quoted & set(group)) or not in_quote for group in in_claim):
        return False
    return {stem for group in in_quote for stem in group[:1]} & said <= claimed


def _also_affirmed(stem: str, quote: str) -> bool:
    """Whether every sentence that denies a word also has it without the negation."""
    for start, end in sentence_ranges(quote):
        sentence = quote[start:end]
        denied = sum(group.count(stem) for group in _denied(sentence))
        if denied and stems(sentence).count(stem) <= denied:
            return False
    return True


def _denied(text: str) -> list[list[str]]:
    """What each negation of a text governs, as stems, the nearest first."""
    before = [
        stems(text[max(0, match.start() - _REACH_CHARS) : match.start()])[-1:]
        for match in _DENIES_BEFORE.finditer(text)
    ]
    return [*_governed(_DENIES_AFTER, text), *before]


def _governed(pattern: re.Pattern[str], text: str) -> list[list[str]]:
    """What each match governs: the first content words after it in its clause."""
    found = []
    for match in pattern.finditer(text):
        clause = _CLAUSE_END.split(text[match.end() : match.end() + _REACH_CHARS], maxsplit=1)[0]
        found.append(stems(clause)[:_REACH_STEMS])
    return found


def _turned(claim: str, quote: str, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether the claim says `one` where the quote says only the `other`, and does not deny it."""
    if not one.search(claim) or one.search(quote):
        return False
    denied = {stem for group in _denied(quote) for stem in group}
    return any(not denied & set(stems(match.group())) for match in other.finditer(quote))


def leaps(claim: str, quote: str) -> bool:
    """Whether a claim leaves out a content word between words that it takes from a quote.

    Of "In addition to Stanford's technique, Meta has developed a watermark" would remain "Stanford
    has developed a watermark", of "permit the evasion of control" "permit control". Only what
    stands between commas, dashes or brackets and has no name may be passed over, and whatever is
    before or behind.

    Args:
        claim: a sentence whose words are all the quote's, in its order.
        quote: the exact words it shortens.
    """
    given = [(stem, match) for match in _WORD.finditer(quote) for stem in stems(match.group())]
    place, before = 0, None
    for stem in stems(claim):
        found = next((n for n in range(place, len(given)) if given[n][0] == stem), None)
        if found is None:
            continue
        if before is not None and found > place:
            left_out = quote[before.end() : given[found][1].start()]
            if _INNER_NAME.search(left_out) or stems(_ASIDE.sub(" ", left_out)):
                return True
        place, before = found + 1, given[found][1]
    return False


def in_order(claim: str, quote: str) -> float:
    """Share of the words a claim took from a quote that stand there in the same order, in [0, 1].

    Two parties or figures that changed places keep every word and every meaning vector; only the
    order tells. The longest common subsequence of the shared stems, over their number.
    """
    given = stems(quote)
    kept = set(given)
    shared = [stem for stem in stems(claim) if stem in kept]
    if not shared:
        return 1.0
    lengths = [0] * (len(given) + 1)
    for stem in shared:
        diagonal = 0
        for place, other in enumerate(given, start=1):
            above = lengths[place]
            lengths[place] = diagonal + 1 if stem == other else max(above, lengths[place - 1])
            diagonal = above
    return lengths[-1] / len(shared)
