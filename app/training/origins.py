"""The data sets that the shipped adapters were trained on, with their licences and authors."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DataSet:
    """What a card says about one data set."""

    title: str
    licence: str
    attribution: str


ORIGINS: dict[str, DataSet] = {
    "sst2": DataSet(
        "SST-2, the Stanford Sentiment Treebank in two classes (GLUE)",
        "no explicit licence",
        "Socher et al., Recursive Deep Models for Semantic Compositionality Over a Sentiment "
        "Treebank, EMNLP 2013; GLUE: Wang et al., 2018",
    ),
    "squad": DataSet(
        "SQuAD 1.1 and 2.0, the published development articles",
        "CC BY-SA 4.0",
        "Rajpurkar et al., SQuAD: 100,000+ Questions for Machine Comprehension of Text, EMNLP "
        "2016, and Know What You Don't Know, ACL 2018; texts from Wikipedia",
    ),
    "qed": DataSet(
        "QED, explanations for Natural Questions",
        "CC BY-SA 3.0",
        "Lamm et al., QED: A Framework and Dataset for Explanations in Question Answering, TACL "
        "2021 (Google); texts from Wikipedia",
    ),
    "qamr": DataSet(
        "QAMR, question-answer meaning representations",
        "MIT",
        "Michael et al., Crowdsourcing Question-Answer Meaning Representations, NAACL 2018; texts "
        "from Wikipedia and Wikinews",
    ),
    "wikigold": DataSet(
        "WikiGold, entities in Wikipedia",
        "CC BY 4.0",
        "Balasuriya et al., Named Entity Recognition in Wikipedia, 2009",
    ),
    "btc": DataSet(
        "Broad Twitter Corpus",
        "CC BY 4.0",
        "Derczynski et al., Broad Twitter Corpus: A Diverse Named Entity Recognition Resource, "
        "COLING 2016",
    ),
    "wnut17": DataSet(
        "WNUT-17, emerging and rare entities",
        "CC BY 4.0",
        "Derczynski et al., Results of the WNUT2017 Shared Task on Novel and Emerging Entity "
        "Recognition, 2017",
    ),
    "tatoeba": DataSet(
        "Tatoeba, everyday sentences",
        "CC BY 2.0 FR",
        "Contributors of tatoeba.org",
    ),
    "wikitext2": DataSet(
        "WikiText-2, its validation part",
        "CC BY-SA 3.0",
        "Merity et al., Pointer Sentinel Mixture Models, 2016; texts from Wikipedia",
    ),
}
