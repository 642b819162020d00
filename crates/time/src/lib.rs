//! When: time expressions in news text to TIMEX3 values and day ranges.
