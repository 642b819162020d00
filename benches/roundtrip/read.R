# Reads an export as scripts in R do and writes what it read, every cell as text, for check.py to compare.
# Usage: Rscript read.R csv|icews|gdelt FILE OUT
args <- commandArgs(trailingOnly = TRUE)
form <- args[1]
read <- function(...) {
  switch(form,
    csv = read.csv(args[2], fileEncoding = "UTF-8", ...),
    icews = read.delim(args[2], fileEncoding = "UTF-8", ...),
    gdelt = read.delim(args[2], header = FALSE, quote = "", fileEncoding = "UTF-8", ...))
}
# With R's own guesses first: they must not warn, and must take every row.
options(warn = 2)
guessed <- read()
cells <- read(colClasses = "character", na.strings = character(0))
stopifnot(nrow(guessed) == nrow(cells), ncol(guessed) == ncol(cells))
if (form == "csv") {
  stopifnot(is.integer(guessed$quad_code), is.numeric(guessed$event_scale), is.integer(guessed$sentence_start))
  stopifnot(identical(names(guessed), make.names(names(guessed), unique = TRUE)))
  # Cells that say NA would be taken for missing.
  stopifnot(!any(cells == "NA"))
  factors <- read(stringsAsFactors = TRUE)
  stopifnot(is.factor(factors$event), identical(as.character(factors$event), cells$event))
}
write.csv(cells, args[3], row.names = FALSE, fileEncoding = "UTF-8")
