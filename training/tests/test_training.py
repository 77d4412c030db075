"""Reading, changing, converting and scoring, on sentences made for these tests."""

import sys
from pathlib import Path
from random import Random

import pytest
import spacy
from spacy.tokens import Doc

sys.path.insert(0, str(Path(__file__).parents[1]))

import augment
import clusters
import conllu
import convert
import evaluate
import shrink
import tokenizer

SAMPLE = """\
# newdoc id = made-1
# newpar
# sent_id = 1
# text = The ex-minister didn't flee.
1\tThe\tthe\tDET\tDT\tDefinite=Def|PronType=Art\t2\tdet\t_\t_
2\tex-minister\tex-minister\tNOUN\tNN\tNumber=Sing\t5\tnsubj\t_\t_
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\tTense=Past\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tflee\tflee\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\tSpaceAfter=No

# newpar_block = not a paragraph
# sent_id = 2
# text = He stayed - briefly - there, calm, at home.
1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\tstayed\tstay\tVERB\tVBD\tTense=Past\t0\troot\t_\t_
3\t-\t-\tPUNCT\t,\t_\t4\tpunct\t_\t_
4\tbriefly\tbriefly\tADV\tRB\t_\t2\tadvmod\t_\t_
5\t-\t-\tPUNCT\t,\t_\t4\tpunct\t_\t_
6\tthere\tthere\tADV\tRB\t_\t2\tadvmod\t_\tSpaceAfter=No
6.1\tempty\t_\t_\t_\t_\t_\t_\t_\t_
7\t,\t,\tPUNCT\t,\t_\t8\tpunct\t_\t_
8\tcalm\tcalm\tADJ\tJJ\t_\t2\tadvcl\t_\tSpaceAfter=No
9\t,\t,\tPUNCT\t,\t_\t11\tpunct\t_\t_
10\tat\tat\tADP\tIN\t_\t11\tcase\t_\t_
11\thome\thome\tNOUN\tNN\t_\t2\tobl\t_\tSpaceAfter=No
12\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
# sent_id = 3
# text = "End"
1\t"\t"\tPUNCT\t``\t_\t2\tpunct\t_\tSpaceAfter=No
2\tEnd\tend\tNOUN\tNN\t_\t0\troot\t_\tSpaceAfter=No
3\t"\t"\tPUNCT\t''\t_\t2\tpunct\t_\t_
"""


@pytest.fixture
def document():
    (document,) = conllu.read_lines(SAMPLE.splitlines())
    return document


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    tokenizer.mend(nlp)
    return nlp


def test_reads_paragraphs_and_words_of_multiword_tokens(document):
    assert document.id == "made-1"
    assert [len(p) for p in document.paragraphs] == [2, 1]
    assert [t.form for t in document.paragraphs[0][0]] == ["The", "ex-minister", "did", "n't", "flee", "."]
    assert conllu.surface(document.paragraphs[0]).startswith(
        "The ex-minister didn't flee.He stayed - briefly - there, calm"
    )


def test_a_root_is_its_own_head(document):
    assert [(i, t.head) for i, t in enumerate(document.paragraphs[0][0]) if t.dep == "root"] == [(4, 4)]


def test_refuses_words_that_do_not_concatenate():
    with pytest.raises(ValueError, match="concatenate"):
        conllu.read_lines(SAMPLE.replace("\tn't\t", "\tnot\t").splitlines())


def trees_hold(sentence):
    assert all(0 <= t.head < len(sentence) for t in sentence)
    assert sum(t.head == i for i, t in enumerate(sentence)) == 1


@pytest.mark.parametrize("seed", range(40))
def test_every_change_leaves_trees(document, seed):
    run = augment.augment(list(document.sentences()), Random(seed), level=3.0)
    for sentence in run:
        trees_hold(sentence)


@pytest.mark.parametrize("seed", range(40))
def test_datelines_are_trees(seed):
    sentence = augment.dateline(Random(seed))
    trees_hold(sentence)
    assert sentence[0].dep == "root" and sentence[-1].space


def test_a_lost_full_stop_leaves_a_space(document):
    short = augment.without_final_mark(document.paragraphs[0][0])
    assert conllu.surface([short, document.paragraphs[0][1]]).startswith("The ex-minister didn't flee He")


def test_a_word_that_goes_moves_later_heads(document):
    sentence = augment.without(document.paragraphs[0][1], 6)  # the first comma
    assert conllu.surface([sentence]) == "He stayed - briefly - there calm, at home."
    assert sentence[8].form == "at" and sentence[sentence[8].head].form == "home"


def test_dashes_change_alike(document):
    sentence = augment.other_dashes(document.paragraphs[0][1], Random(2))
    assert sentence[2].form == sentence[4].form


def test_quotes_open_and_close(document):
    assert conllu.surface(augment.curly([document.paragraphs[1][0]])) == "“End”"


def test_runs_give_every_sentence_once(document):
    for seed in range(30):
        words = [t.form for run in convert.runs(document, Random(seed)) for s in run for t in s if t.upos != "SPACE"]
        assert words == [t.form for s in document.sentences() for t in s]


def test_an_empty_line_is_a_token_of_the_sentence_before(document, nlp):
    sentences = [convert.ended(document.paragraphs[0][1], newline=True), document.paragraphs[1][0]]
    doc = convert.to_doc(nlp.vocab, sentences)
    assert doc.text == nlp.make_doc(doc.text).text
    assert [t.text for t in nlp.make_doc(doc.text)] == [t.text for t in doc]
    assert [len(s) for s in doc.sents] == [13, 3]


def words(spaced):
    return spaced.split()


def test_tokenizer_agrees_with_the_treebanks(nlp, document):
    for sentence in document.sentences():
        assert [t.text for t in nlp.make_doc(conllu.surface([sentence]))] == [t.form for t in sentence]
    close = "Bishkek (AP)--The U.S.-backed men—“all”—left at 7:30pm, 8–10 of £3,000-£5,000bn"
    assert [t.text for t in nlp.make_doc(close)] == words(
        """Bishkek ( AP ) -- The U.S. - backed men — “ all ” — left at 7:30 pm , 8 – 10 of £ 3,000 - £ 5,000 bn"""
    )
    text = "UN-backed ex-president, pro-Beijing well-known e-mail?! and/or Jones et al. 30-40"
    assert [t.text for t in nlp.make_doc(text)] == words(
        """UN - backed ex-president , pro-Beijing well - known e-mail ?! and / or Jones et al. 30 - 40"""
    )


def test_the_tokenizer_is_saved_whole(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    assert [t.text for t in spacy.load(tmp_path).make_doc("an ex-president!!!")] == ["an", "ex-president", "!!!"]


def doc_of(nlp, sentences):
    return convert.to_doc(nlp.vocab, list(sentences))


def test_what_equals_gold_scores_one(nlp, document):
    total = evaluate.count(evaluate.of_gold(document.sentences()), evaluate.of_doc(doc_of(nlp, document.sentences())))
    assert set(evaluate.f1(total).values()) == {1.0}


def test_a_wrong_head_a_wrong_label_and_a_wrong_word(nlp):
    gold = evaluate.of_gold(
        [
            tuple(
                conllu.Token(*row)
                for row in [
                    ("He", "he", "PRON", "", 1, "nsubj", True),
                    ("fled", "flee", "VERB", "", 1, "root", True),
                    ("on", "on", "ADP", "", 3, "case", True),
                    ("foot", "foot", "NOUN", "", 1, "obl:unmarked", True),
                ]
            )
        ]
    )
    found = evaluate.of_doc(
        Doc(
            nlp.vocab,
            words=["He", "fled", "on", "fo", "ot"],
            spaces=[True, True, True, False, False],
            pos=["PRON", "NOUN", "ADP", "NOUN", "NOUN"],
            lemmas=["he", "flee", "on", "fo", "ot"],
            heads=[1, 1, 1, 1, 3],
            deps=["obj", "ROOT", "case", "obl", "dep"],
            sent_starts=[True, False, False, False, False],
        )
    )
    scores = evaluate.f1(evaluate.count(gold, found))
    assert scores["words"] == pytest.approx(2 * 3 / 9)
    assert scores["UPOS"] == pytest.approx(2 * 2 / 9)
    assert scores["UAS"] == pytest.approx(2 * 2 / 9)
    assert scores["LAS"] == pytest.approx(2 * 1 / 9)
    assert scores["sentences"] == 1.0


def test_words_of_a_class_share_a_row_and_near_classes_near_rows():
    paths = [0b000001, 0b100001, 0b000110]  # spaCy keeps the first bit lowest
    rows = clusters.codes(paths, width=3)
    assert rows.shape == (3, 3)
    near, far = ((rows[0] - rows[i]) @ (rows[0] - rows[i]) for i in (1, 2))
    assert near < far
    kept = clusters.most_used({"fled": 5, "Fled": 7, "zyx": 9, "none": 0}, {"fled": -8.0, "Fled": -12.0}, words=4)
    assert kept == {"fled": 5, "Fled": 7, "FLED": 5, "zyx": 9}


def test_strings_of_trees_out_of_reach_are_not_needed():
    trees = [
        {"prefix_len": 0, "suffix_len": 2, "prefix_tree": shrink.NO_TREE, "suffix_tree": 1},
        {"orig": 11, "subst": 0},
        {"orig": 12, "subst": 13},
    ]
    assert shrink.spelled(trees, [0]) == {11, 0}
