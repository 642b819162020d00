//! Which reports are copies of one report: syndicated, cut, given another lead or dateline, their paragraphs reordered.
//!
//! A report's [`Signature`] is a MinHash (Broder 1997) of its runs of [`RUN`] words, made in one pass (one-permutation hashing with
//! rotation-free densification, Shrivastava 2017): two signatures agree in as large a share of places as the sets of runs have in
//! common, their Jaccard similarity. [`Dedup`] looks up, by locality-sensitive hashing of bands of the signature (Indyk and Motwani
//! 1998), the few earlier reports that can be similar, so that time is linear in the number of reports.
//!
//! What decides is not the similarity but how much of the *smaller* report the larger one contains, estimated from the similarity and
//! the two sizes: a copy cut to its half shares half of the runs, and all of its own. Two reports of one happening in words of their
//! own share names and phrases, seldom a run of words, and are no copies; they are what links across reports are for.
//!
//! Reports of a fixed form (weather, markets, tables, daily counts) share their words as copies do; their figures and dates tell them
//! apart (`figures.rs`). How well all of it does is told in `crates/corpus/COPIES.md`.
//!
//! ```
//! use whowhom_corpus::copies::{Dedup, Signature, Verdict};
//! let mut dedup = Dedup::new();
//! let report = "The envoys of both countries met in Oslo on Friday and agreed to open an office for research on the ice. \
//!     It will begin its work in spring, with thirty scientists, and cost five million dollars a year.";
//! assert_eq!(dedup.check(1, &Signature::of(report)), Verdict::New);
//! let copy = format!("OSLO, Feb 12 (Reuters) - {report}");
//! assert!(matches!(dedup.check(2, &Signature::of(&copy)), Verdict::CopyOf { original: 1, .. }));
//! ```

mod figures;
mod index;
mod signature;

pub use figures::Shared;
pub use index::{Dedup, Verdict};
pub use signature::{RUN, Signature};
