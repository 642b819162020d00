//! On whose word: quotations, attributions, statements and positions in news text.
