#pragma once
/// The fields of the article in a page: JSON-LD of an article is believed first, then <meta>, then the
/// markup.

#include <kwic/article_source.h>

#include <gumbo.h>

#include <vector>

namespace kwic {

/// The article and, where its date cannot be read, a notice.
[[nodiscard]] std::vector<SourceItem> article_in(const GumboNode& root);

}  // namespace kwic
