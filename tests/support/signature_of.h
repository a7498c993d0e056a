#pragma once
/// The word signature of an article, without an index.

#include "analysis/analyzer.h"

#include <kwic/article.h>

#include <string>

namespace kwic::test {

/// `analyzer` must be for the article's language.
[[nodiscard]] std::string signature_of(const Article& article, Analyzer& analyzer);

}  // namespace kwic::test
