# Mean with its standard error, quartiles and net of ratings, by weight.
# usage: Rscript scales.R IN.csv OUT.csv
# IN: a row for each response of a wave: set (wave and question), weight, value (empty: none)
suppressMessages(library(survey))

one_set <- function(d) {
  d$net <- (d$value == d$highest) - (d$value == d$lowest)
  design <- svydesign(ids = ~1, weights = ~weight, data = d)
  mean <- svymean(~value, design, na.rm = TRUE)
  net <- svymean(~net, design, na.rm = TRUE)
  # "school": where a value ends exactly at the quarter, the middle between it and the next
  quartiles <- coef(svyquantile(
    ~value, design, c(0.25, 0.5, 0.75), ci = FALSE, na.rm = TRUE, qrule = "school"
  ))
  data.frame(
    set = d$set[1], mean = as.numeric(coef(mean)), standard_error = as.numeric(SE(mean)),
    p25 = quartiles[1], median = quartiles[2], p75 = quartiles[3],
    net = as.numeric(coef(net)), net_standard_error = as.numeric(SE(net))
  )
}

arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], colClasses = c(set = "character"))
found <- do.call(rbind, lapply(split(data, data$set), one_set))
found[-1] <- lapply(found[-1], function(x) sprintf("%.17g", x))
write.csv(found, arguments[2], row.names = FALSE)
