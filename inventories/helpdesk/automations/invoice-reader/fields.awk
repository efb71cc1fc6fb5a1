# Fields of an invoice: number, date, currency, total. POSIX awk, bytes only.

BEGIN {
  split("January February March April May June July August September October November December", names, " ")
  for (i in names) month[names[i]] = i
}

# "1,250.00", "2.314,80" and "64,20" -> 1250.00, 2314.80, 64.20
function amount(text) {
  if (text ~ /,[0-9][0-9]$/) {
    gsub(/\./, "", text)
    sub(/,/, ".", text)
  }
  gsub(/,/, "", text)
  return text
}

function day(y, m, d) { return sprintf("%04d-%02d-%02d", y, m, d) }

number == "" && tolower($0) ~ /invoice|bill|document/ {
  for (i = 1; i <= NF; i++) {
    word = $i
    sub(/^#/, "", word)
    sub(/[,.;:)]+$/, "", word)
    if (word ~ /^[A-Z0-9][-A-Z0-9\/]*$/ && word ~ /[0-9]/ && word !~ /^[0-9]+-[0-9]+-[0-9]+$/) {
      number = word
      break
    }
  }
}

date == "" {
  if (match($0, /[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]/)) {
    date = substr($0, RSTART, RLENGTH)
  } else if (match($0, /[0-9][0-9][.\/][0-9][0-9][.\/][0-9][0-9][0-9][0-9]/)) {
    found = substr($0, RSTART, RLENGTH)
    date = day(substr(found, 7), substr(found, 4, 2), substr(found, 1, 2))
  } else if (match($0, /[0-9]+ [A-Z][a-z]+ [0-9][0-9][0-9][0-9]/)) {
    split(substr($0, RSTART, RLENGTH), part, " ")
    if (part[2] in month) date = day(part[3], month[part[2]], part[1])
  }
}

currency == "" {
  if ($0 ~ /EUR|€/) currency = "EUR"
  else if ($0 ~ /GBP|£/) currency = "GBP"
  else if ($0 ~ /USD|\$/) currency = "USD"
  else if ($0 ~ /CHF/) currency = "CHF"
}

tolower($0) !~ /subtotal/ && tolower($0) ~ /total|amount due|balance due|to pay:? / {
  line = $0
  while (match(line, /[0-9][0-9.,]*[.,][0-9][0-9]/)) {
    total = amount(substr(line, RSTART, RLENGTH))
    line = substr(line, RSTART + RLENGTH)
  }
}

END {
  if (total == "") total = "null"
  printf "{\"header\":{\"number\":\"%s\",\"date\":\"%s\",\"currency\":\"%s\"},\"total\":%s}\n", number, date, currency, total
}
