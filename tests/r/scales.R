# Mean with its standard error, quartiles and net of ratings and numbers, by weight.
# usage: Rscript scales.R IN.csv OUT.csv
# IN: a row for each response of a wave: set (wave and question), group, weight, value (empty: none),
#     lowest and highest
# OUT: a row for each set as a whole (group empty) and for each of its groups
suppressMessages(library(survey))

row <- function(set, group, design) {
  mean <- svymean(~value, design, na.rm = TRUE)
  net <- svymean(~net, design, na.rm = TRUE)
  # "school": where a value ends exactly at the quarter, the middle between it and the next
  quartiles <- coef(svyquantile(
    ~value, design, c(0.25, 0.5, 0.75), ci = FALSE, na.rm = TRUE, qrule = "school"
  ))
  data.frame(
    set = set, group = group,
    mean = as.numeric(coef(mean)), standard_error = as.numeric(SE(mean)),
    p25 = quartiles[1], median = quartiles[2], p75 = quartiles[3],
    net = as.numeric(coef(net)), net_standard_error = as.numeric(SE(net))
  )
}

one_set <- function(d) {
  d$net <- (d$value == d$highest) - (d$value == d$lowest)
  design <- svydesign(ids = ~1, weights = ~weight, data = d)
  names <- sort(unique(d$group[!is.na(d$value) & d$group != ""]))
  groups <- lapply(names, function(name) row(d$set[1], name, subset(design, group == name)))
  do.call(rbind, c(list(row(d$set[1], "", design)), groups))
}

arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], colClasses = c(set = "character", group = "character"))
found <- do.call(rbind, lapply(split(data, data$set), one_set))
numbers <- sapply(found, is.numeric)
found[numbers] <- lapply(found[numbers], function(x) sprintf("%.17g", x))
write.csv(found, arguments[2], row.names = FALSE)
