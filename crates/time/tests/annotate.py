"""Writes cases.jsonl: the sentences of cases.txt with spaCy's annotations, as whowhom's `annotate` records show them.

usage: python annotate.py [PIPELINE]     (default en_core_web_sm; spaCy 3.8)
"""
import json
import pathlib
import re
import sys

import spacy

HERE = pathlib.Path(__file__).parent
MARK = re.compile(r"\[([^|\]]+)\|[^\]]*\]")


def record(number, line, nlp):
    date, marked = line.rstrip("\n").split("\t")
    doc = nlp(MARK.sub(r"\1", marked))
    return {
        "id": str(number), **({} if date == "-" else {"date": date}), "text": doc.text,
        "sentences": [{"start": s.start_char, "end": s.end_char} for s in doc.sents],
        "tokens": [{"start": t.idx, "end": t.idx + len(t), "text": t.text, "lemma": t.lemma_, "tag": t.tag_, "pos": t.pos_,
                    "dep": t.dep_, "head": t.head.i} for t in doc],
        "entities": [{"start": e.start_char, "end": e.end_char, "label": e.label_} for e in doc.ents],
    }


def main():
    nlp = spacy.load(sys.argv[1] if len(sys.argv) > 1 else "en_core_web_sm")
    with open(HERE / "cases.txt", encoding="utf-8") as cases, open(HERE / "cases.jsonl", "w", encoding="utf-8") as out:
        for number, line in enumerate(cases, 1):
            if line.strip() and not line.startswith("#"):
                out.write(json.dumps(record(number, line, nlp), ensure_ascii=False) + "\n")


main()
