# McNemar's exact test and its mid-p for those who answered both of two waves.
# usage: Rscript paired.R IN.csv OUT.csv
# IN: a row for each respondent of a panel: set (indicator and waves), before and after (1 or 0)
one_set <- function(d) {
  gained <- sum(d$before == 0 & d$after == 1)
  lost <- sum(d$before == 1 & d$after == 0)
  moves <- gained + lost
  p <- if (moves > 0) binom.test(gained, moves, 0.5)$p.value else 1
  seen <- dbinom(min(gained, lost), moves, 0.5)
  mid <- 2 * pbinom(min(gained, lost), moves, 0.5) - seen
  data.frame(set = d$set[1], gained = gained, lost = lost, p_exact = p, p_mid = min(1, mid))
}

arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], colClasses = c(set = "character"))
found <- do.call(rbind, lapply(split(data, data$set), one_set))
found[-1] <- lapply(found[-1], function(x) sprintf("%.17g", x))
write.csv(found, arguments[2], row.names = FALSE)
