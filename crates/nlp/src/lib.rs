//! Runs spaCy v3 pipelines natively: tokens, tags, lemmas, dependencies, entities.
