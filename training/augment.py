"""Makes the treebanks' text look like news as it comes from pages: headlines, datelines, dashes, quotes, lost marks.

Every function takes and gives sentences; the trees stay right because only leaves go and only whole sentences come.
"""

from __future__ import annotations

from random import Random

from conllu import Sentence, Token

# fmt: off
CITIES = [
    "LONDON", "PARIS", "CAIRO", "NAIROBI", "BEIRUT", "GENEVA", "ANKARA", "KIEV", "MOSCOW", "BRUSSELS", "KINSHASA",
    "BANGKOK", "TOKYO", "DELHI", "DAMASCUS", "TUNIS", "ACCRA", "BAGHDAD", "KABUL", "SEOUL", "MANILA", "LIMA", "CARACAS",
    "MADRID", "ROME", "VIENNA", "BELGRADE", "TRIPOLI", "KHARTOUM", "HARARE", "JAKARTA", "Geneva", "Dakar", "Oslo",
    "Islamabad", "Colombo", "Dhaka", "Tehran", "Riyadh", "Amman", "Warsaw", "Athens",
]
COUNTRIES = [
    "France", "Egypt", "Kenya", "Lebanon", "Turkey", "Ukraine", "Russia", "Congo", "Thailand", "Syria", "Tunisia", "Iraq",
    "Peru", "Serbia", "Libya", "Sudan",
]
AGENCIES = ["AP", "AFP", "CNN", "Reuters", "BBC", "UPI", "DPA", "Xinhua"]
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Jan.", "Feb.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
]
# fmt: on
DASHES = ("-", "--", "–", "—")
FINAL = {".", "!", "?", ";", ":"}
SMALL = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "as", "is", "'s"}

Run = list[Sentence]


def augment(run: Run, random: Random, level: float = 1.0) -> Run:
    """Changes some sentences of a run that is read as one text. `level` 1 changes about one sentence in four, 0 none."""

    def chance(p: float) -> bool:
        return random.random() < p * level

    out: Run = []
    for sentence in run:
        if chance(0.08):
            sentence = without_final_mark(sentence)
        if chance(0.06):
            sentence = without_a_comma(sentence, random)
        if chance(0.10):
            sentence = other_dashes(sentence, random)
        if len(sentence) > 3 and chance(0.08):
            sentence = random.choice((upper, upper, lower, title))(sentence)
        out.append(sentence)
    if out and chance(0.04):
        out.insert(0, dateline(random))
    if chance(0.30):
        out = curly(out)
    elif chance(0.15):
        out = [tuple(t._replace(form=STRAIGHT.get(t.form, t.form.replace("’", "'"))) for t in s) for s in out]
    return out


def without(sentence: Sentence, place: int) -> Sentence:
    """The sentence less one word on which no other hangs; the white space after it stays."""
    if len(sentence) == 1 or any(t.head == place for t in sentence):
        return sentence
    gone = sentence[place]
    kept = []
    for i, token in enumerate(sentence):
        if i == place:
            continue
        if i == place - 1 and gone.space:
            token = token._replace(space=True)
        kept.append(token._replace(head=token.head - (token.head > place)))
    return tuple(kept)


def without_final_mark(sentence: Sentence) -> Sentence:
    """A headline or caption: nothing says that it ends, but that white space follows."""
    if sentence[-1].form not in FINAL:
        return sentence
    short = without(sentence, len(sentence) - 1)
    return (*short[:-1], short[-1]._replace(space=True))


def without_a_comma(sentence: Sentence, random: Random) -> Sentence:
    places = [i for i, t in enumerate(sentence) if t.form == "," and t.space]
    return without(sentence, random.choice(places)) if places else sentence


def other_dashes(sentence: Sentence, random: Random) -> Sentence:
    """Swaps dashes between spaces, and commas that come in pairs, for another dash; some are set close."""
    tokens = list(sentence)
    places = [i for i, t in enumerate(tokens) if i and t.form in DASHES and t.space and tokens[i - 1].space]
    if not places:
        commas = [i for i, t in enumerate(tokens) if t.form == "," and t.space and i]
        if len(commas) < 2:
            return sentence
        first = random.randrange(len(commas) - 1)
        places = commas[first : first + 2]
    dash = random.choice(DASHES)
    close = dash in ("--", "—") and random.random() < 0.4
    for i in places:
        tokens[i - 1] = tokens[i - 1]._replace(space=not close)
        tokens[i] = tokens[i]._replace(form=dash, lemma=dash, space=not close)
    return tuple(tokens)


def upper(sentence: Sentence) -> Sentence:
    return tuple(t._replace(form=t.form.upper()) for t in sentence)


def lower(sentence: Sentence) -> Sentence:
    return tuple(t._replace(form=t.form.lower()) for t in sentence)


def title(sentence: Sentence) -> Sentence:
    """Title case, as in headlines of American papers."""
    return tuple(
        t._replace(form=t.form if i and t.form in SMALL else t.form[:1].upper() + t.form[1:])
        for i, t in enumerate(sentence)
    )


STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'", "``": '"', "''": '"'}


def curly(run: Run) -> Run:
    """Typographic quotes and apostrophes. Double quotes open and close in turn."""
    opened = False
    out: Run = []
    for sentence in run:
        tokens = []
        for t in sentence:
            if t.form == '"':
                t = t._replace(form="”" if opened else "“")
                opened = not opened
            else:
                t = t._replace(form=t.form.replace("'", "’"))
            tokens.append(t)
        out.append(tuple(tokens))
    return out


def dateline(random: Random) -> Sentence:
    """ "CAIRO (AP) --" as EWT has it: a sentence of its own, whose head is the town."""
    rows: list[tuple[str, str, int, str, bool]] = [(random.choice(CITIES), "PROPN", 0, "root", False)]

    def add(form: str, upos: str, head: int, dep: str, space: bool = True) -> int:
        rows.append((form, upos, head, dep, space))
        return len(rows) - 1

    if random.random() < 0.3:
        add(",", "PUNCT", 2, "punct")
        add(random.choice(COUNTRIES), "PROPN", 0, "appos", False)
    if random.random() < 0.3:
        add(",", "PUNCT", len(rows) + 1, "punct")
        month = add(random.choice(MONTHS), "PROPN", 0, "nmod:unmarked")
        add(str(random.randint(1, 30)), "NUM", month, "nummod", False)
    if random.random() < 0.7:
        rows[-1] = (*rows[-1][:4], True)
        agency = len(rows) + 1
        add("(", "PUNCT", agency, "punct", False)
        add(random.choice(AGENCIES), "PROPN", 0, "list", False)
        add(")", "PUNCT", agency, "punct")
    if random.random() < 0.15:
        rows[-1] = (*rows[-1][:4], False)
        add(":", "PUNCT", 0, "punct")
    else:
        rows[-1] = (*rows[-1][:4], True)
        add(random.choice(DASHES), "PUNCT", 0, "punct")
    return tuple(
        Token(
            form,
            form.title() if upos == "PROPN" and len(form) > 4 else form,
            upos,
            {"PROPN": "Number=Sing", "NUM": "NumForm=Digit|NumType=Card"}.get(upos, ""),
            head,
            dep,
            space,
        )
        for form, upos, head, dep, space in rows
    )
