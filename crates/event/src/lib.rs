//! Did what to whom: the PLOVER ontology, its lexicon and the event coder.
