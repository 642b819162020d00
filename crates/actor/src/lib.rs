//! Who: states, officials, bodies and roles named in news text, and coreference.
