#pragma once
/// Articles by their numbers, as a part of a query for Xapian. An OR of many thousands of terms, each of
/// which few articles have, takes Xapian many times as long.

#include <xapian.h>

#include <string>
#include <vector>

namespace kwic {

/// The articles that have one of the terms. Throws Xapian's exceptions.
[[nodiscard]] Xapian::Query articles_with_any(const std::vector<std::string>& terms,
                                              const Xapian::Database& database);

}  // namespace kwic
