# Shares with standard errors and limits from the answers of single responses.
# usage: Rscript shares.R IN.csv OUT.csv
# IN: a row for each response of a wave: set (what belongs together: wave and indicator), group,
#     weight, y (1 yes, 0 no, empty: not in the base), population
# OUT: a row for each set as a whole (group empty) and for each of its groups
suppressMessages(library(survey))
level <- 0.95

# the exact hypergeometric test inverted: every number of members of which k is in neither tail
members <- function(k, n, N) {
  M <- k:(N - (n - k))
  fits <- phyper(k - 1, M, N - M, n, lower.tail = FALSE) > (1 - level) / 2 &
    phyper(k, M, N - M, n) > (1 - level) / 2
  range(M[fits])
}

row <- function(set, group, mean, n_effective, members_se, limits) {
  share <- as.numeric(coef(mean))
  wilson <- suppressWarnings(
    prop.test(share * n_effective, n_effective, conf.level = level, correct = FALSE)$conf.int
  )
  data.frame(
    set = set, group = group, share = share, standard_error = as.numeric(SE(mean)),
    standard_error_members = members_se, n_effective = n_effective,
    wilson_low = wilson[1], wilson_high = wilson[2],
    members_low = limits[1], members_high = limits[2]
  )
}

one_set <- function(d) {
  design <- svydesign(ids = ~1, weights = ~weight, data = d)
  N <- d$population[1]
  members_se <- NA_real_
  limits <- c(NA_real_, NA_real_)
  if (!is.na(N)) {
    finite <- svydesign(ids = ~1, weights = ~weight, fpc = ~population, data = d)
    members_se <- as.numeric(SE(svymean(~y, finite, na.rm = TRUE)))
    if (!anyNA(d$y) && all(d$weight == 1)) limits <- members(sum(d$y), nrow(d), N)
  }
  kish <- function(part) sum(part$weight)^2 / sum(part$weight^2)
  known <- d[!is.na(d$y), ]
  whole <- row(d$set[1], "", svymean(~y, design, na.rm = TRUE), kish(known), members_se, limits)
  groups <- lapply(sort(unique(known$group[known$group != ""])), function(name) {
    mean <- svymean(~y, subset(design, group == name), na.rm = TRUE)
    none <- NA_real_
    row(d$set[1], name, mean, kish(known[known$group == name, ]), none, c(none, none))
  })
  do.call(rbind, c(list(whole), groups))
}

arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], colClasses = c(set = "character", group = "character"))
found <- do.call(rbind, lapply(split(data, data$set), one_set))
numbers <- sapply(found, is.numeric)
found[numbers] <- lapply(found[numbers], function(x) ifelse(is.na(x), "", sprintf("%.17g", x)))
write.csv(found, arguments[2], row.names = FALSE)
cat(R.version.string, "; survey", as.character(packageVersion("survey")), "\n")
